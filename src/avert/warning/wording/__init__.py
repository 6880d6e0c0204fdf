"""Words that inflame or dehumanise, and words that hide who did what: pointed out to whoever writes, never refused."""

from avert.warning.wording.checking import Fault, Remark, remarks_on

__all__ = ["Fault", "Remark", "remarks_on"]
