#!/bin/sh
# How the files of this folder were made, on Debian 12:
#   apt-get install --no-install-recommends libreoffice-impress-nogui libreoffice-writer-nogui libreoffice-calc-nogui fonts-liberation2
# Their words are those of ../pdf and ../tables. Run it here; a newer LibreOffice makes other bytes of the same pages.
set -eu
office() { soffice --headless --norestore "-env:UserInstallation=file:///tmp/bangtin-make-office" "$@" >/dev/null; }
cp ../pdf/trinh-chieu.fodp ../pdf/ke-hoach.fodt .
cp ../tables/thi-dua.xlsx .
for end in pptx odp; do office --convert-to "$end" trinh-chieu.fodp; done
for end in docx doc odt rtf; do office --convert-to "$end" ke-hoach.fodt; done
for end in xls ods; do office --convert-to "$end" thi-dua.xlsx; done
# A font that no machine has, and one that Debian has not; and a programme in Basic.
sed 's/"Liberation Sans"/"Phông Ví Dụ"/; s/"Liberation Sans"/"Times New Roman"/' trinh-chieu.fodp > thieu-phong.fodp
office --convert-to pptx thieu-phong.fodp
sed 's|<office:automatic-styles>|<office:scripts><office:script script:language="ooo:Basic" xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"><ooo:libraries xmlns:ooo="http://openoffice.org/2004/office"><ooo:library-embedded ooo:name="Standard"><ooo:module ooo:name="M"><ooo:source-code>Sub Main\nMsgBox "!"\nEnd Sub</ooo:source-code></ooo:module></ooo:library-embedded></ooo:libraries></office:script></office:scripts>&|' ke-hoach.fodt > co-macro.fodt
office --convert-to odt co-macro.fodt
rm ./*.fod[pt] thi-dua.xlsx
# The sample noticeboard's own. LibreOffice writes Arial for Liberation Sans: it is called by its name here, which the machine has.
python3 bang-tin-mau.py > bang-tin-mau.fodp
office --convert-to pptx bang-tin-mau.fodp
python3 - "../../../playlists/01 cải cách hành chính/12 Mỗi bộ phận một phần việc.pptx" <<'END'
import sys, zipfile
with zipfile.ZipFile("bang-tin-mau.pptx") as old, zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as new:
    for part in old.infolist():
        text = old.read(part)
        for name in (b"Arial", b"Times New Roman"):
            text = text.replace(b'latin typeface="' + name, b'latin typeface="Liberation Sans')
        new.writestr(part, text)
END
rm bang-tin-mau.fodp bang-tin-mau.pptx
