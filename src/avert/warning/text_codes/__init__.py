"""Short codes in text messages: what a code card says, what it means, and how a message is read by it.

>>> read = read_text("99 7 NAKURU leaflets", read_card())
>>> read.kind.about, read.where, read.words, read.is_urgent
('threat', 'NAKURU', 'leaflets', True)
"""

from avert.warning.text_codes.card import CodeCard, CodedKind, CodedPlace, read_card
from avert.warning.text_codes.reading import Coded, read_text, write_text

__all__ = ["CodeCard", "Coded", "CodedKind", "CodedPlace", "read_card", "read_text", "write_text"]
