#!/bin/sh
# Installs dlgui for you alone, or as root for everybody. Needs no internet and no password.
#
#   ./install.sh                     into ~/.local (as root: /usr/local)
#   ./install.sh --prefix DIR        somewhere else
#   ./install.sh --uninstall         removes this version again
#
# Each version has a folder of its own; the menu and the `dlgui` command start the one that was
# installed last. Your data, settings and logs are never touched.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
version=$("$here/dlgui" --version)
version=${version#dlgui }
if [ "$(id -u)" = 0 ]; then prefix=/usr/local; else prefix=$HOME/.local; fi
action=install
while [ $# -gt 0 ]; do
    case $1 in
    --prefix)
        [ $# -ge 2 ] || { echo "--prefix needs a folder." >&2; exit 2; }
        mkdir -p -- "$2"
        prefix=$(CDPATH='' cd -- "$2" && pwd)
        shift
        ;;
    --uninstall) action=uninstall ;;
    *) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 2 ;;
    esac
    shift
done
target=$prefix/lib/dlgui-$version

refresh() {
    # Desktops that lack one of these find the files by themselves.
    update-desktop-database -q "$prefix/share/applications" 2>/dev/null || :
    update-mime-database "$prefix/share/mime" 2>/dev/null || :
    gtk-update-icon-cache -q -t -f "$prefix/share/icons/hicolor" 2>/dev/null || :
}

install_it() {
    case $here/ in "$target"/*) echo "This is the installed dlgui already." >&2; exit 1 ;; esac
    mkdir -p -- "$prefix/lib" "$prefix/bin" "$prefix/share"
    rm -rf -- "$target.new"
    cp -R -- "$here" "$target.new"
    rm -rf -- "$target"
    mv -- "$target.new" "$target"
    ln -sfn -- "$target/dlgui" "$prefix/bin/dlgui"
    cp -R -- "$here/share/." "$prefix/share/"
    # The menu must find it also where $prefix/bin is not on the path.
    sed "s|^Exec=dlgui|Exec=\"$target/dlgui\"|; s|^TryExec=.*|TryExec=$target/dlgui|" \
        "$here/share/applications/dlgui.desktop" >"$prefix/share/applications/dlgui.desktop"
    refresh
    echo "dlgui $version is installed. Start it from the menu, or with $prefix/bin/dlgui."
}

uninstall_it() {
    if [ "$(readlink -- "$prefix/bin/dlgui" || :)" = "$target/dlgui" ]; then
        rm -f -- "$prefix/bin/dlgui"
        (cd -- "$here/share" && find . -type f) | while read -r file; do
            rm -f -- "$prefix/share/$file"
        done
        refresh
    fi
    rm -rf -- "$target"
    echo "dlgui $version is removed. What it saved is still in your user folders."
}

"${action}_it"
