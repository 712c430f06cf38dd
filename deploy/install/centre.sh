# shellcheck shell=sh
install_centre() { :; }
uninstall_centre() { :; }
