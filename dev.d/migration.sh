# Adds a migration to one room's tables, for both databases.

migration() {
    local room=${1:-} name=${2:-} folder=${3:-src/Rtm.Console/History/${1:-}} tool=.dev/tools/dotnet-ef provider
    [[ $room =~ ^[A-Z][A-Za-z]+$ && $name =~ ^[A-Z][A-Za-z0-9]+$ ]] || die "./dev migration ROOM NAME [FOLDER], such as: ./dev migration Timeline AddMemory"
    need_dotnet
    [ -x "$tool" ] || dotnet tool install dotnet-ef --version 10.0.15 --tool-path .dev/tools || die "dotnet-ef could not be installed"
    # The design-time package is only there while this is set.
    export RtmDesign=true
    dotnet build src/Rtm.Console --disable-build-servers -v quiet --nologo
    for provider in Sqlite Postgres; do
        say "$room for $provider"
        "$tool" migrations add "$name" --no-build --project src/Rtm.Console --context "$provider${room}Context" \
            --output-dir "${folder#src/Rtm.Console/}/Migrations/$provider"
    done
    unset RtmDesign
    dotnet restore Rtm.Console.sln -v quiet
}
