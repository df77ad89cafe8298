namespace Mm.Data.Tests.Kit;

/// <summary>
/// A <c>systemctl</c> for a folder in the place of a machine: it starts what a unit's file says, with its settings, below that folder, and
/// notes what it was asked. Enough of it for ops/scale and ops/upgrade.
/// </summary>
internal sealed class MadeSystemd : IAsyncDisposable
{
    private const string Program =
        """
        #!/bin/bash
        # systemctl VERB [OPTIONS] UNIT... over $ROOT
        set -u
        verb=$1; shift
        units=()
        for word in "$@"; do [[ $word == --* ]] || units+=("${word%.service}"); done
        mkdir -p "$ROOT/run"
        echo "$verb ${units[*]}" >>"$ROOT/asked"
        alive() { [[ -e $ROOT/run/$1 ]] && kill -0 "$(<"$ROOT/run/$1")" 2>/dev/null; }
        begin() {
          alive "$1" && return
          local file="$ROOT/etc/systemd/system/${1%@*}" number=${1#*@}
          [[ $1 == *@* ]] && file+=@
          local text; text=$(sed -E "s#/(etc|opt|srv|var/lib)/mmdata#$ROOT/\1/mmdata#g; s#%i#$number#g; s#%d#$ROOT/etc/mmdata/secrets#g" "$file.service")
          (
            set -a
            eval "$(sed -E "s#=/(etc|opt|srv)/mmdata#=$ROOT/\1/mmdata#" "$ROOT/etc/mmdata/mmdata.env" | grep -v '^#')"
            eval "$(sed -n 's/^Environment=//p' <<<"$text" | tr ' ' '\n')"
            mkdir -p "$MMDATA_State__Folder"
            line=$(sed -n 's/^ExecStart=//p' <<<"$text" | sed 's#^/usr/bin/dotnet#exec dotnet#')
            eval "$line" >>"$ROOT/run/$1.log" 2>&1 &
            echo $! >"$ROOT/run/$1"
          )
        }
        finish() { alive "$1" || return 0; kill -TERM "$(<"$ROOT/run/$1")"; while alive "$1"; do sleep 0.1; done; rm -f "$ROOT/run/$1"; }
        case $verb in
          enable | start) for unit in "${units[@]}"; do begin "$unit"; done ;;
          disable | stop) for unit in "${units[@]}"; do finish "$unit"; done ;;
          list-units) for file in "$ROOT"/run/*; do unit=${file##*/}; [[ $unit == ${units[0]} ]] && alive "$unit" && echo "$unit.service loaded"; done; true ;;
        esac
        """;

    private readonly string _root;

    private MadeSystemd(string root) => _root = root;

    /// <summary>Every call so far, a line each.</summary>
    public IReadOnlyList<string> Asked => File.Exists(Path.Combine(_root, "asked")) ? File.ReadAllLines(Path.Combine(_root, "asked")) : [];

    /// <summary>Variables with which scripts find it and the folder.</summary>
    public string[] Variables =>
    [
        $"ROOT={_root}", $"DESTDIR={_root}", $"PATH={Path.Combine(_root, "bin")}:{Environment.GetEnvironmentVariable("PATH")}",
    ];

    public static MadeSystemd In(string root)
    {
        Directory.CreateDirectory(Path.Combine(root, "bin"));
        var path = Path.Combine(root, "bin", "systemctl");
        File.WriteAllText(path, Program);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new MadeSystemd(root);
    }

    /// <summary>What a unit has said.</summary>
    public string LogOf(string unit) => Path.Combine(_root, "run", unit + ".log") is var path && File.Exists(path) ? File.ReadAllText(path) : "";

    /// <summary>Ends what it has started.</summary>
    public async ValueTask DisposeAsync() => await Script.RunAsync(
        "env", [.. Variables, "bash", "-c", "for file in $ROOT/run/*; do case $file in *.log) ;; *) kill -KILL $(<$file) 2>/dev/null;; esac; done; true"]);
}
