"""Exchange versions as the product speaks of them."""

from enum import Enum


class ExchangeVersion(Enum):
    """A product generation; the members stand in order of age."""

    E2010 = "2010"
    E2013 = "2013"
    E2016 = "2016"
    E2019 = "2019"
    SE = "SE"

    @classmethod
    def of_build(cls, build: str) -> "ExchangeVersion | None":
        """Return the version of a build number such as ``15.1.2375.7``; None for one we do not know.

        14.x is 2010, 15.0 is 2013, 15.1 is 2016, 15.2 is 2019 (domain reference §0). SE is 15.2 from build
        15.2.2562 on: that is what SE RTM servers write into Received headers since August 2025.
        """
        parts = build.split(".")
        if len(parts) < 3 or not all(part.isdigit() for part in parts[:3]):
            return None
        major, minor, number = (int(part) for part in parts[:3])
        if (major, minor) == (15, 2):
            return cls.SE if number >= 2562 else cls.E2019
        return {(15, 0): cls.E2013, (15, 1): cls.E2016}.get((major, minor)) or (cls.E2010 if major == 14 else None)
