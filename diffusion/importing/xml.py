"""Reads a file of XML as elements that know their line."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from diffusion.errors import InputError, Problem


@dataclass(slots=True)
class Element:
    """An element of XML.

    Attributes
    ----------
    tag : str
        Its name, without what stands before a colon.
    attributes : dict of str to str
    line : int
        Where it begins.
    text : str
        What stands directly in it.
    children : list of Element
    """

    tag: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: "list[Element]" = field(default_factory=list)

    def all(self, tag: str) -> "Iterator[Element]":
        """Children of one name."""
        return (child for child in self.children if child.tag == tag)

    def first(self, tag: str) -> "Element | None":
        """First child of a name, if there is one."""
        return next(self.all(tag), None)

    def below(self, tag: str) -> "Iterator[Element]":
        """All elements of one name within this one, at any depth, in the order of the file."""
        waiting = self.children[::-1]
        while waiting:
            one = waiting.pop()
            if one.tag == tag:
                yield one
            waiting.extend(reversed(one.children))


def read_xml(place: str, content: bytes, root: str) -> Element:
    """Read XML whose outermost element is called `root`.

    Nothing outside the file is read, and no entity is declared or filled in but those of XML.

    Raises
    ------
    InputError
        If it is no XML, or another kind of it.
    """
    outermost = Element("", {}, 0)
    stack = [outermost]
    texts: list[list[str]] = [[]]
    parser = expat.ParserCreate()

    def line() -> str:
        return f"line {parser.CurrentLineNumber}"

    def begin(tag: str, attributes: dict[str, str]) -> None:
        one = Element(_local(tag), attributes, parser.CurrentLineNumber)
        stack[-1].children.append(one)
        stack.append(one)
        texts.append([])

    def end(_: str) -> None:
        stack.pop().text = "".join(texts.pop()).strip()

    def declared(name: str, _: str | None, __: str | None, has_subset: int) -> None:
        if has_subset:
            expected = "XML without declarations of its own (delete what stands in <!DOCTYPE ...>)"
            raise InputError(Problem(place, line(), expected, f"<!DOCTYPE {name} [...]>"))

    def skipped(name: str, _: int) -> None:
        expected = "letters, or an entity that XML knows, such as &amp;"
        raise InputError(Problem(place, line(), expected, f"&{name};"))

    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = lambda text: texts[-1].append(text)
    parser.StartDoctypeDeclHandler = declared
    parser.SkippedEntityHandler = skipped
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        found = f"something that breaks its rules ({expat.ErrorString(error.code)})"
        raise InputError(Problem(place, line(), "XML", found)) from None
    except (ValueError, LookupError):
        expected = 'XML in letters that it names rightly, such as encoding="UTF-8"'
        raise InputError(Problem(place, line(), expected, "others")) from None
    found_root = outermost.children[0]
    if found_root.tag != root:
        problem = Problem(place, f"line {found_root.line}", f"<{root}>", f"<{found_root.tag}>")
        raise InputError(problem)
    return found_root


def is_xml_of(content: bytes, root: str) -> bool:
    """Tell whether a file begins like XML of a kind; it may still be wrong."""
    start = content[:4000]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.replace(b"\0", b"")
    return f"<{root}".encode() in start or f":{root} ".encode() in start


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]
