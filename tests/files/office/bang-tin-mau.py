#!/usr/bin/env python3
"""Writes the slides of the sample noticeboard, words of the school's plan for 2025, part III, as bang-tin-mau.fodp."""

INK, BLUE, GREY = "#12213a", "#0b3d91", "#3d4759"
SOURCE = "Nguồn: Kế hoạch tuyên truyền CCHC năm 2025, Trường THPT Cộng Hiền"
SLIDES = [
    ("Mỗi bộ phận một phần việc", [
        ("Ban giám hiệu", "Xây dựng kế hoạch, tổ chức triển khai, kiểm tra"),
        ("Văn phòng nhà trường", "Công khai minh bạch các thủ tục hành chính"),
        ("Công nghệ thông tin – truyền thông", "Thường xuyên đăng tin bài về cải cách hành chính"),
    ]),
    ("Học dùng dịch vụ công trực tuyến", [
        ("Học sinh", "Chương trình ngoại khóa, sinh hoạt chuyên đề"),
        ("Giáo viên", "Sinh hoạt chuyên đề"),
        ("Cả trường", "Tham gia các cuộc thi tìm hiểu về CCHC"),
    ]),
]


def frame(x, y, width, height, style, text):
    return (f'<draw:frame draw:style-name="g" svg:x="{x}cm" svg:y="{y}cm" svg:width="{width}cm" svg:height="{height}cm">'
            f'<draw:text-box><text:p text:style-name="{style}">{text}</text:p></draw:text-box></draw:frame>')


def bar(x, y, width, height):
    return f'<draw:rect draw:style-name="d" svg:x="{x}cm" svg:y="{y}cm" svg:width="{width}cm" svg:height="{height}cm"/>'


def slide(number, heading, rows):
    parts = [bar(2.2, 1.6, 3.4, 0.28), frame(2, 2, 24.5, 2.2, "H", heading)]
    for row, (who, what) in enumerate(rows):
        y = 4.75 + 3.0 * row
        parts += [bar(2.2, y + 0.1, 0.28, 2.45), frame(3.1, y - 0.1, 23.5, 1.3, "W", who), frame(3.1, y + 1.15, 23.5, 1.4, "B", what)]
    parts.append(frame(2, 13.9, 24.5, 1.1, "N", SOURCE))
    return f'<draw:page draw:name="t{number}" draw:style-name="dp" draw:master-page-name="M">{"".join(parts)}</draw:page>'


def words(name, size, colour, weight=""):
    return (f'<style:style style:name="{name}" style:family="paragraph"><style:text-properties fo:font-size="{size}pt" '
            f'{weight} fo:color="{colour}" fo:font-family="Liberation Sans"/></style:style>')


BOLD = 'fo:font-weight="bold"'
PAGES = "".join(slide(number, *content) for number, content in enumerate(SLIDES, 1))
XMLNS = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"' for short, long in [
    ("office", "office"), ("style", "style"), ("text", "text"), ("draw", "drawing"),
    ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible")])
print(f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {XMLNS} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.presentation">
<office:automatic-styles>
<style:page-layout style:name="PL"><style:page-layout-properties fo:page-width="28cm" fo:page-height="15.75cm" style:print-orientation="landscape" fo:margin="0cm"/></style:page-layout>
<style:style style:name="dp" style:family="drawing-page"><style:drawing-page-properties draw:fill="solid" draw:fill-color="#f7f4ec"/></style:style>
<style:style style:name="g" style:family="graphic"><style:graphic-properties draw:stroke="none" draw:fill="none"/></style:style>
<style:style style:name="d" style:family="graphic"><style:graphic-properties draw:stroke="none" draw:fill="solid" draw:fill-color="{BLUE}"/></style:style>
{words("H", 40, INK, BOLD)}{words("W", 28, BLUE, BOLD)}{words("B", 28, INK)}{words("N", 20, GREY)}
</office:automatic-styles>
<office:master-styles><style:master-page style:name="M" style:page-layout-name="PL" draw:style-name="dp"/></office:master-styles>
<office:body><office:presentation>{PAGES}</office:presentation></office:body></office:document>""")
