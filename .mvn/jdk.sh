# Sourced by ./mvnw and ./cotangent. Starts no process but readlink: JDKs are told apart by their `release` files.

jdk_missing="no JDK 25 found in JAVA_HOME, the usual places or the PATH: install JDK 25.0.3 or a later 25 \
(for example Eclipse Temurin 25), or point JAVA_HOME to one"

# Prints nothing; sets jdk_major, jdk_minor, jdk_patch from the release file of the JDK at $1.
jdk_read_release() {
    local key value version=""
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    while IFS='=' read -r key value; do
        [ "$key" = JAVA_VERSION ] && version=${value//\"/}
    done <"$1/release"
    IFS=. read -r jdk_major jdk_minor jdk_patch _ <<<"$version"
    jdk_minor=${jdk_minor:-0}
    jdk_patch=${jdk_patch:-0}
}

# The home of the `java` on the PATH, links followed.
jdk_of_path() {
    local java target
    java=$(type -P java) || return 0
    while [ -L "$java" ]; do
        target=$(readlink "$java")
        case $target in
            /*) java=$target ;;
            *) java=${java%/*}/$target ;;
        esac
    done
    java=${java%/*}
    printf '%s\n' "${java%/*}"
}

# Sets jdk to the first JDK 25.0.3 or later 25, else to the first 25; returns 1 where there is none.
find_jdk() {
    local home older="" mine=${HOME:-/nonexistent}
    for home in "${JAVA_HOME:-}" \
        /usr/lib/jvm/* /usr/lib64/jvm/* /usr/local/lib/jvm/* /usr/java/* /usr/local/java/* \
        /opt/java/* /opt/jvm/* /opt/jdk* /opt/*jdk* /usr/local/*jdk* \
        "$mine"/.sdkman/candidates/java/* "$mine"/.jdks/* "$mine"/.gradle/jdks/* "$mine"/.jbang/cache/jdks/* \
        "$mine"/.local/share/mise/installs/java/* "$mine"/.asdf/installs/java/* "$mine"/jdk* \
        {"$mine",}/Library/Java/JavaVirtualMachines/*/Contents/Home \
        {/opt/homebrew,/usr/local}/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        "$(jdk_of_path)"; do
        [ -n "$home" ] && jdk_read_release "$home" && [ "$jdk_major" = 25 ] || continue
        if [ "$jdk_minor" != 0 ] || [ "$jdk_patch" -ge 3 ] 2>/dev/null; then
            jdk=$home
            return 0
        fi
        [ -n "$older" ] || older=$home
    done
    jdk=$older
    [ -n "$jdk" ]
}
