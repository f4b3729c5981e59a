class Config:
    def __getattr__(self, name):
        raise AttributeError(f"no setting called {name!r}")
Config().colour
