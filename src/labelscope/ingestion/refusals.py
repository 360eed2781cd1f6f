"""Why a document is refused, each with the way out: message templates for `HostileInput`.

A worker may send only these; anything else it says counts as a crash.
"""

from __future__ import annotations

from labelscope.i18n import mark

EMPTY = mark("This file is empty. Check that it was saved and sent whole.")
TOO_LARGE = mark("The file is larger than {limit} megabytes. Split it.")
NOT_READ = mark("Files of this kind are not read ({found}). Save it as PDF, DOCX, HTML, XLSX, CSV or TXT.")
WRONG_SUFFIX = mark(
    "The name ends in {suffix}, but the content is {found}. Give it the right ending, or save it again."
)
ENCRYPTED = mark("This document is locked with a password. Save a copy without one.")
MACROS = mark("This document holds macros. Save it without them, as .docx or .xlsx.")
SCANNED = mark("This PDF holds pictures of pages and no text. Have the text recognised (OCR), then send it again.")
BOMB = mark("This file unpacks to far more than a document needs. Save it again from the program it was made with.")
DECLARATION = mark("This file declares a document type or entities of its own, which is not allowed. Save it again.")
NESTED = mark("This document is nested more than {limit} levels deep. Save it again in a simpler form.")
CORRUPT = mark("This {format} file is damaged or incomplete. Open it in its own program and save it again.")
TOO_MANY_PAGES = mark("The document has more than {limit} pages. Split it.")
PAGE_SIZE = mark("Page {page} is larger than {limit} points. Save the document with pages of an ordinary size.")
TOO_LONG = mark("The document holds more than {limit} characters. Split it.")
TOO_MANY_BLOCKS = mark("The document holds more than {limit} paragraphs or cells. Split it.")
TABLE_SIZE = mark("A table may have at most {rows} rows and {columns} columns. Split it.")
NOT_TEXT = mark("This is not a plain text file. Save the list as CSV or as plain text, in UTF-8.")
NOT_UTF8 = mark("Line {line} is not UTF-8. Save the file again with that encoding (in Excel: “CSV UTF-8”).")
ENCODING = mark("The characters of this page do not fit the encoding {encoding}. Save it again in UTF-8.")
NOT_CSV = mark("Line {line} is not valid CSV. Check the quotes, or save the list as plain text.")
NO_TEXT = mark("There is no text in this document.")
TOO_LONG_TO_READ = mark("Reading this document took more than {limit} seconds. Split it, or save it again.")
TOO_MUCH_MEMORY = mark("This document needs more memory than is allowed. Split it, or save it again.")
TOO_MUCH_OUTPUT = mark("This document holds more text than is allowed. Split it.")
CRASHED = mark("This document could not be read: the reader stopped. Save it again from the program it was made with.")
BUSY = mark("Too many documents are being read at once. Try again in a minute.")

ALL = frozenset(value for name, value in list(globals().items()) if name.isupper() and isinstance(value, str))
