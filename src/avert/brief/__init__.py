"""Everything known, composed for one place or for the world."""

from avert.brief.issuing import issue_all
from avert.brief.profile import Profile, profile_of
from avert.brief.world import WorldTable, world_table

__all__ = ["Profile", "WorldTable", "issue_all", "profile_of", "world_table"]
