"""Numbers that look drawn: the same for the same seed, in every process, on every machine."""

MASK = (1 << 64) - 1


class Draw:
    """A small generator of numbers (a linear congruence of 64 bits, high bits kept)."""

    def __init__(self, seed: int) -> None:
        self.state = (seed * 0x9E3779B97F4A7C15 + 0x1234567) & MASK
        for _ in range(4):
            self.below(2)

    def below(self, most: int) -> int:
        """Return a number from 0 to most - 1."""
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & MASK
        return ((self.state >> 33) * most) >> 31

    def share(self) -> float:
        """Return a number from 0 to 1."""
        return self.below(1 << 30) / (1 << 30)
