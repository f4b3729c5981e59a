from dataclasses import dataclass
@dataclass(frozen=True)
class F:
    a: int
F(1).a = 2
