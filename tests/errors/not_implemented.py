class Base:
    def run(self):
        raise NotImplementedError("subclasses must define run")
Base().run()
