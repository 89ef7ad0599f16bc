#!/bin/sh
# How the files of this folder were made, on Debian 12:
#   apt-get install --no-install-recommends libreoffice-writer-nogui libreoffice-impress-nogui fonts-liberation2 qpdf
# Words are those of the school's plan for 2025. Run it here; a newer LibreOffice makes other bytes of the same pages.
set -eu
office() { soffice --headless --norestore "-env:UserInstallation=file:///tmp/bangtin-make-office" "$@" >/dev/null; }
office --convert-to pdf:writer_pdf_Export ke-hoach.fodt
office --convert-to pdf:impress_pdf_Export trinh-chieu.fodp
office --convert-to pdf:writer_pdf_Export nhieu-trang.fodt
# A password to open, one to change only, pages that lie on their side, and a copy that was broken off.
qpdf --encrypt mo-khoa chu-so-huu 256 -- trinh-chieu.pdf mat-khau.pdf
qpdf --encrypt "" chu-so-huu 256 -- trinh-chieu.pdf chi-chu-so-huu.pdf
qpdf --rotate=+90 --pages ke-hoach.pdf 1 -- ke-hoach.pdf nam-ngang.pdf
head -c 12000 ke-hoach.pdf > cat-do.pdf
# The sample noticeboard's own.
office --convert-to pdf:impress_pdf_Export bang-tin-mau.fodp
mv bang-tin-mau.pdf "../../../playlists/01 cải cách hành chính/11 Tuyên truyền cải cách hành chính.pdf"
