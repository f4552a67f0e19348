"""Uploads become a safe tree, or are refused with the entry, the reason and what to do."""

from __future__ import annotations

import gzip
import io
import stat
import struct
import tarfile
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.engine.intake import FileTree, IntakeError, Limits, open_upload
from apps.engine.intake.folder import open_folder
from apps.engine.intake.names import safe_path

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def make_zip(entries, method=zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of (name or ZipInfo, content) pairs."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def zip_info(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = mode << 16
    return info


def make_tar(entries, mode="w:gz") -> bytes:
    """A tar of (name, content, type, link name) tuples."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, content, kind, link in entries:
            info = tarfile.TarInfo(name)
            info.type, info.linkname, info.size = kind, link, len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def paths(tree: FileTree) -> list[str]:
    return [file.path for file in tree.files]


def refused(name: str, data: bytes, limits: Limits | None = None) -> IntakeError:
    with pytest.raises(IntakeError) as caught:
        open_upload(name, data, limits or Limits())
    error = caught.value
    assert error.entry
    assert error.reason.endswith(".")
    assert error.hint.endswith((".", ")."))
    assert len(error.hint) > 8
    return error


def test_a_zip_gives_its_files_with_types_in_path_order():
    data = make_zip([("design.md", "# A"), ("adr/0001-x.md", "# 1. X"), ("img/a.png", PNG)])
    tree = open_upload("p1.zip", data)
    assert [(f.path, f.type) for f in tree.files] == [
        ("adr/0001-x.md", "markdown"),
        ("design.md", "markdown"),
        ("img/a.png", "png"),
    ]
    assert len(tree.files[0].sha256) == 64


@pytest.mark.parametrize("mode", ["w:gz", "w"])
def test_a_tar_gives_the_same_tree_as_a_zip(mode):
    entries = [("p/design.md", b"# A", tarfile.REGTYPE, ""), ("p/d/x.mmd", b"a", b"0", "")]
    tree = open_upload("p1.tar.gz", make_tar(entries, mode))
    same = open_upload("p1.zip", make_zip([(n, c) for n, c, _, _ in entries]))
    assert tree == same
    assert paths(tree) == ["d/x.mmd", "design.md"]


def test_a_single_file_is_a_tree_of_one():
    tree = open_upload("C:\\Users\\anna\\design.md", b"# A")
    assert paths(tree) == ["design.md"]


def test_a_folder_gives_the_same_tree_as_its_zip(tmp_path):
    (tmp_path / "adr").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("x")
    (tmp_path / "adr" / "0001.md").write_text("# 1")
    (tmp_path / "design.md").write_text("# A")
    entries = [("adr/0001.md", "# 1"), ("design.md", "# A")]
    assert open_folder(tmp_path) == open_upload("a.zip", make_zip(entries))


def test_a_link_in_a_folder_is_refused(tmp_path):
    (tmp_path / "secret").symlink_to("/etc/passwd")
    with pytest.raises(IntakeError, match="symbolic link"):
        open_folder(tmp_path)


def test_a_linked_folder_is_refused_and_not_followed(tmp_path):
    (tmp_path / "a").symlink_to("/etc")
    with pytest.raises(IntakeError, match="symbolic link"):
        open_folder(tmp_path)


def test_one_common_top_folder_is_taken_off():
    tree = open_upload("x.zip", make_zip([("team/design.md", "a"), ("team/adr/1.md", "b")]))
    assert paths(tree) == ["adr/1.md", "design.md"]


def test_a_top_folder_that_says_what_it_holds_stays():
    tree = open_upload("x.zip", make_zip([("adr/0001.md", "a"), ("adr/0002.md", "b")]))
    assert paths(tree) == ["adr/0001.md", "adr/0002.md"]


@pytest.mark.parametrize(
    "litter",
    [".git/config", "a/node_modules/x/y.js", "__MACOSX/._a", ".DS_Store", "img/._b.png"],
)
def test_litter_is_left_out_without_a_word(litter):
    tree = open_upload("x.zip", make_zip([("design.md", "a"), (litter, "x")]))
    assert paths(tree) == ["design.md"]
    assert tree.skipped == ()


def test_a_nested_archive_is_listed_and_never_opened():
    inner = make_zip([("evil.md", "x")])
    tree = open_upload("x.zip", make_zip([("design.md", "a"), ("in.zip", inner), ("b", inner)]))
    assert paths(tree) == ["design.md"]
    assert [(item.path, item.size > 0) for item in tree.skipped] == [("b", True), ("in.zip", True)]
    assert all("not opened" in item.reason for item in tree.skipped)


def test_a_program_named_pdf_is_recognised_and_not_stored():
    tree = open_upload("x.zip", make_zip([("design.md", "a"), ("report.pdf", b"MZ\x90\0\x03\0")]))
    assert paths(tree) == ["design.md"]
    assert "program although its name ends in .pdf" in tree.skipped[0].reason


def test_a_program_alone_is_refused():
    assert "program" in refused("report.pdf", b"MZ\x90\0\x03\0\0\0").reason


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../evil.md", "leaves the archive"),
        ("a/../../evil.md", "leaves the archive"),
        ("..\\evil.md", "leaves the archive"),
        ("/etc/passwd", "absolute"),
        ("\\\\server\\share", "absolute"),
        ("C:\\evil.md", "absolute"),
        ("a/" * 13 + "x.md", "folders deep"),
        ("x" * 121 + ".md", "characters"),
        ("a\nb.md", "control characters"),
        (".git/../../x", "leaves the archive"),
    ],
)
def test_a_dangerous_path_is_refused(name, why):
    assert why in refused("x.zip", make_zip([("ok.md", "a"), (name, "x")])).reason
    error = refused("x.tar.gz", make_tar([(name, b"x", tarfile.REGTYPE, "")]))
    assert why in error.reason


@pytest.mark.parametrize(
    ("kind", "link", "why"),
    [
        (tarfile.SYMTYPE, "/etc/passwd", "symbolic link"),
        (tarfile.LNKTYPE, "design.md", "hard link"),
        (tarfile.CHRTYPE, "", "regular file"),
        (tarfile.BLKTYPE, "", "regular file"),
        (tarfile.FIFOTYPE, "", "regular file"),
    ],
)
def test_only_regular_files_are_taken_from_a_tar(kind, link, why):
    assert why in refused("x.tar.gz", make_tar([("a.md", b"", kind, link)])).reason


@pytest.mark.parametrize(
    ("mode", "why"),
    [
        (stat.S_IFLNK | 0o777, "symbolic link"),
        (stat.S_IFCHR | 0o600, "regular"),
        (stat.S_IFIFO | 0o600, "regular"),
    ],
)
def test_only_regular_files_are_taken_from_a_zip(mode, why):
    data = make_zip([(zip_info("a.md", mode), "/etc/passwd")])
    assert why in refused("x.zip", data).reason


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Design.md", "design.md"),
        ("caf\u00e9.md", "cafe\u0301.md"),
        ("stra\u00dfe.md", "STRASSE.md"),
        ("a", "a/b.md"),
        ("a/b.md", "A"),
    ],
)
def test_names_that_are_equal_on_some_computers_are_refused(first, second):
    error = refused("x.zip", make_zip([(first, "1"), (second, "2")]))
    assert "same name" in error.reason


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_given_twice_is_refused():
    assert "same name" in refused("x.zip", make_zip([("a.md", "1"), ("a.md", "2")])).reason


def test_an_encrypted_entry_is_refused():
    data = bytearray(make_zip([("a.md", "secret")]))
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    assert "encrypted" in refused("x.zip", bytes(data)).reason


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_packing_methods_are_refused(method):
    assert "method" in refused("x.zip", make_zip([("a.md", "x" * 99)], method)).reason


def test_entries_that_share_bytes_are_refused():
    data = bytearray(make_zip([("a.md", b"\0" * 9999), ("b.md", b"\0" * 9999)]))
    second = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 4)
    data[second + 42 : second + 46] = struct.pack("<L", 0)
    assert "overlaps" in refused("x.zip", bytes(data)).reason


@pytest.mark.parametrize("lie", [1, 5_000])
def test_a_lying_size_is_refused(lie):
    data = bytearray(make_zip([("a.md", b"x" * 1000)]))
    at = data.find(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<L", lie)
    assert "stated size" in refused("x.zip", bytes(data)).reason


def test_a_zip_bomb_is_stopped_while_it_is_read():
    limits = Limits(file=1_000_000, total=3_000_000, stream=4_000_000)
    error = refused("x.zip", make_zip([("a.md", b"\0" * 2_000_000)]), limits)
    assert "larger than" in error.reason
    many = make_zip([(f"{n}.md", b"\0" * 900_000) for n in range(5)])
    assert "unpacks to more" in refused("x.zip", many, limits).reason


def test_a_gzip_bomb_is_stopped_while_it_is_read():
    limits = Limits(stream=2_000_000)
    tar = make_tar([(".git/big", b"\0" * 3_000_000, tarfile.REGTYPE, "")])
    assert "unpacks to more" in refused("x.tar.gz", tar, limits).reason


def test_a_huge_header_in_a_tar_is_stopped():
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz", format=tarfile.PAX_FORMAT) as archive:
        info = tarfile.TarInfo("a.md")
        info.pax_headers = {"comment": "x" * 3_000_000}
        archive.addfile(info, io.BytesIO(b""))
    assert "unpacks to more" in refused("x.tgz", out.getvalue(), Limits(stream=2_000_000)).reason


def test_too_many_files_are_refused():
    data = make_zip([(f"{n}.md", "x") for n in range(12)], zipfile.ZIP_STORED)
    assert "more than 10 files" in refused("x.zip", data, Limits(files=10)).reason


def test_too_many_entries_are_refused():
    data = make_zip([(f".git/{n}", "x") for n in range(12)], zipfile.ZIP_STORED)
    assert "entries" in refused("x.zip", data, Limits(entries=10)).reason
    tar = make_tar([(f".git/{n}", b"", tarfile.REGTYPE, "") for n in range(12)])
    assert "entries" in refused("x.tar.gz", tar, Limits(tar_entries=10)).reason


def test_an_upload_over_the_limit_is_refused_before_it_is_opened():
    assert "MB are taken" in refused("x.zip", b"PK\x03\x04" + b"\0" * 100, Limits(upload=50)).reason


def test_a_single_file_over_the_limit_is_refused():
    assert "larger than" in refused("a.md", b"x" * 100, Limits(file=50)).reason


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", b"PK\x03\x04 this is no zip"),
        ("a.tar.gz", b"\x1f\x8b\x08\0 this is no gzip"),
        ("a.tar.gz", gzip.compress(b"this is no tar")),
        ("a.zip", make_zip([("a.md", "x" * 500)])[:-30]),
        ("a.tar.gz", make_tar([("a.md", b"x" * 5000, b"0", "")])[:-30]),
        ("a.7z", b"7z\xbc\xaf\x27\x1c\0\0"),
        ("a.rar", b"Rar!\x1a\x07\0"),
    ],
    ids=["no zip", "no gzip", "no tar", "cut zip", "cut tar.gz", "7z", "rar"],
)
def test_a_damaged_or_unknown_archive_is_refused_clearly(name, data):
    assert refused(name, data).entry == name


def test_an_archive_without_files_is_refused():
    assert "no files" in refused("a.zip", make_zip([("folder/", "")])).reason
    assert "no files" in refused("a.zip", make_zip([(".git/x", "")])).reason


@pytest.mark.parametrize("name", ["plan.docm", "plan.xlsm"])
def test_office_files_with_macros_are_refused(name):
    assert "macros" in refused(name, make_zip([("word/document.xml", "x")])).reason


def test_macros_hidden_in_a_docx_are_refused():
    office = make_zip([("word/document.xml", "x"), ("word/vbaProject.bin", "x")])
    assert "macros" in refused("plan.docx", office).reason
    assert "macros" in refused("x.zip", make_zip([("plan.docx", office)])).reason


def test_a_docx_alone_is_kept_as_a_file_and_not_opened_as_an_archive():
    office = make_zip([("[Content_Types].xml", "x"), ("word/document.xml", "x")])
    tree = open_upload("plan.docx", office)
    assert [(f.path, f.type) for f in tree.files] == [("plan.docx", "docx")]


def test_names_that_are_utf8_without_saying_so_are_read_right():
    info = zipfile.ZipInfo("a.md")
    data = make_zip([(info, "x")]).replace(b"a.md", "é.md".encode()[:4], 2)
    assert open_upload("x.zip", data).files[0].path.startswith("é")


def test_a_sparse_file_in_a_tar_is_refused():
    tar = bytearray(make_tar([("a.md", b"", tarfile.REGTYPE, "")], "w"))
    tar[156:157] = tarfile.GNUTYPE_SPARSE
    tar[257:265] = b"ustar  \0"
    tar[483:495] = b"%011o\0" % 10_000_000
    tar[148:156] = b" " * 8
    tar[148:156] = b"%06o\0 " % sum(tar[:512])
    assert "regular file" in refused("x.tar", bytes(tar)).reason


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 300), st.sampled_from(["a.zip", "a.tar.gz", "a.md"]))
def test_no_bytes_whatever_make_it_crash(noise, at, name):
    base = make_zip([("a.md", "x" * 50)]) if name != "a.tar.gz" else gzip.compress(noise)
    data = base[:at] + noise + base[at:]
    try:
        files = open_upload(name, data).files
    except IntakeError:
        files = ()
    assert all(".." not in file.path.split("/") for file in files)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab./\\ :é\0\n", max_size=40))
def test_a_safe_path_never_leaves_its_folder(name):
    try:
        path = safe_path(name)
    except IntakeError:
        return
    assert not path.startswith("/")
    assert "\\" not in path
    assert not {"..", ".", ""} & set(path.split("/")) or path == ""


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}\.md", fullmatch=True), st.binary(max_size=99)))
def test_what_is_packed_comes_back_unchanged(files):
    if not files:
        return
    tree = open_upload("x.zip", make_zip(list(files.items())))
    kept = {file.path: file.data for file in tree.files}
    skipped = {item.path for item in tree.skipped}
    assert kept == {name: data for name, data in files.items() if name not in skipped}
