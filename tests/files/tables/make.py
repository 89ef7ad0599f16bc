"""Makes the workbooks of this folder, and the one of the sample noticeboard, with LibreOffice Calc; nothing here runs in `make test`.

    apt-get install --no-install-recommends libreoffice-calc-nogui python3-uno
    soffice --headless --norestore --accept="socket,host=localhost,port=2002;urp;" &
    /usr/bin/python3 make.py
    soffice --headless --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76' thi-dua.xlsx

Made by LibreOffice 7.4.7 on Debian 12. What stands in them is made up and says so.
"""
import os
import uno
from com.sun.star.beans import NamedValue, PropertyValue
from com.sun.star.lang import Locale

HERE = os.path.dirname(os.path.abspath(__file__))


def value(name, what):
    return PropertyValue(Name=name, Value=what)


local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
context = resolver.resolve("uno:socket,host=localhost,port=2002;urp;StarOffice.ComponentContext")
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


def new():
    return desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, (value("Hidden", True),))


def fill(sheet, cells):
    for name, what in cells.items():
        cell = sheet.getCellRangeByName(name)
        if isinstance(what, str) and what.startswith("="):
            cell.setFormula(what)
        elif isinstance(what, str):
            cell.setString(what)
        else:
            cell.setValue(what)


def shape(document, sheet, cells, code):
    formats, us = document.getNumberFormats(), Locale("en", "US", "")
    key = formats.queryKey(code, us, False)
    key = formats.addNew(code, us) if key == -1 else key
    sheet.getCellRangeByName(cells).NumberFormat = key


def save(document, name, *more):
    url = uno.systemPathToFileUrl(os.path.join(HERE, name))
    document.storeToURL(url, (value("FilterName", "Calc MS Excel 2007 XML"),) + more)
    document.close(True)


# A ranking under two titles, its sums formulas, a sheet beside it.
document = new()
sheet = document.Sheets.getByIndex(0)
sheet.setName("Tuần 12")
fill(sheet, {"A1": "TRƯỜNG VÍ DỤ", "A2": "ĐIỂM THI ĐUA TUẦN 12", "A4": "STT", "B4": "Lớp", "C4": "Nề nếp", "D4": "Học tập", "E4": "Tổng điểm"})
for row, (name, order, study) in enumerate([("Lớp A", 9.5, 9), ("Lớp B", 10, 9.25), ("Lớp C", 8.75, 9.75)], 5):
    fill(sheet, {f"A{row}": row - 4, f"B{row}": name, f"C{row}": order, f"D{row}": study, f"E{row}": f"=C{row}+D{row}"})
for cells in ["A1:E1", "A2:E2"]:
    sheet.getCellRangeByName(cells).merge(True)
document.Sheets.insertNewByName("Ghi chú", 1)
save(document, "thi-dua.xlsx")

# Everything a table may hold.
document = new()
sheet = document.Sheets.getByIndex(0)
sheet.setName("Bảng")
fill(sheet, {
    "B2": "VÍ DỤ: MỌI LOẠI Ô",
    "B4": "Thứ", "C4": "Buổi", "E4": "Số liệu", "B5": "", "E5": "Tỉ lệ", "F5": "Quỹ", "G5": "Ngày", "H5": "Giờ",
    "B6": "KHỐI VÍ DỤ",
    "B7": "Hai", "C7": "Sáng", "E7": 0.985, "F7": 1234567.5, "G7": 46350, "H7": 0.3125,
    "C8": "Chiều", "E8": 1, "F8": 50000, "G8": 46351, "H8": 0.5625,
    "B10": "Ba", "C10": "Cả ngày", "E10": "=1/0", "F10": "=F7-F8", "G10": 46352, "H10": "[cần điền]",
    "B11": "Tư", "C11": "Xuống\ndòng", "E11": 0.5, "F11": -2, "G11": 46353.5, "H11": "",
})
shape(document, sheet, "E7:E11", "0.0%")
shape(document, sheet, "F7:F11", "#,##0.0")
shape(document, sheet, "G7:G10", "DD/MM/YYYY")
shape(document, sheet, "G11", "DD/MM/YYYY HH:MM")
shape(document, sheet, "H7:H11", "HH:MM")
for cells in ["B2:H2", "B4:B5", "C4:C5", "E4:H4", "B6:H6", "B7:B8"]:
    sheet.getCellRangeByName(cells).merge(True)
document.Sheets.insertNewByName("Danh bạ", 1)
other = document.Sheets.getByName("Danh bạ")
fill(other, {"A1": "Bộ phận", "B1": "Số điện thoại", "A2": "Ví dụ", "B2": 912345678})
shape(document, other, "B2", "0000000000")
document.Sheets.insertNewByName("Ẩn", 2)
document.Sheets.getByName("Ẩn").IsVisible = False
save(document, "moi-loai-o.xlsx")

# Closed with a password.
document = new()
fill(document.Sheets.getByIndex(0), {"A1": "Lớp", "B1": "Điểm", "A2": "Lớp A", "B2": 9})
secret = uno.Any("[]com.sun.star.beans.NamedValue", (NamedValue("OOXPassword", "vi-du"), NamedValue("CryptoType", "Standard")))
save(document, "mat-khau.xlsx", value("EncryptionData", secret))

# The sample noticeboard's: the school fills it in.
document = new()
sheet = document.Sheets.getByIndex(0)
sheet.setName("Thi đua tuần")
fill(sheet, {"A1": "Lớp", "B1": "Nề nếp", "C1": "Học tập", "D1": "Vệ sinh", "E1": "Tổng điểm"})
for row in range(2, 5):
    fill(sheet, {f"{column}{row}": "[cần điền]" for column in "ABCD"} | {f"E{row}": f"=SUM(B{row}:D{row})"})
save(document, "../../../playlists/chao-co/04 Thi đua tuần.xlsx")
