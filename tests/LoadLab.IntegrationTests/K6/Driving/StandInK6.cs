namespace LoadLab.IntegrationTests.K6.Driving;

/// <summary>
/// A small shell script in the place of k6, in a directory of its own: it says its version, answers an inspection, and writes points of 20 iterations a second
/// as k6 does. What it was given, it leaves there to be looked at.
/// </summary>
internal sealed class StandInK6 : IDisposable
{
    private const string Program = """
        #!/bin/sh
        here=${STAND_IN_HOME:-$(dirname "$0")}
        case $1 in
          version) echo "k6 v$(cat "$here/version") (go1.26, linux/amd64)"; exit 0 ;;
          inspect)
            cat > /dev/null
            printf '%s\n' '{"level":"info","msg":"loadlab-inspection:{\"functions\":[\"default\"],\"options\":{\"thresholds\":{\"http_req_failed\":[THRESHOLD]},\"scenarios\":{\"steady\":{\"executor\":\"constant-arrival-rate\",\"rate\":20,\"duration\":\"SECONDSs\",\"preAllocatedVUs\":5,\"gracefulStop\":\"1s\"}}}}"}' >&2
            exit 0 ;;
        esac
        cat > "$here/module.js"
        env > "$here/environment"
        echo "$*" > "$here/arguments"
        echo $$ > "$here/pid"
        for argument; do case $argument in json=*) exec 8> "${argument#json=}" ;; esac; done
        TRAP
        point() { printf '{"metric":"%s","type":"Point","data":{"time":"%s","value":%s,"tags":{%s}}}\n' "$@" >&8; }
        tags='"scenario":"steady","loadlab":"0m"'
        for metric in loadlab_iteration_started:trend http_req_duration:trend iteration_duration:trend vus:gauge; do
          printf '{"type":"Metric","data":{"name":"%s","type":"%s","contains":"time","thresholds":[],"submetrics":null},"metric":"%s"}\n' "${metric%:*}" "${metric#*:}" "${metric%:*}" >&8
        done
        echo '{"level":"info","msg":"the stand-in has begun"}' >&2
        start=$(date +%s%3N)
        number=0
        request='"method":"GET","name":"http://stand-in/","url":"http://stand-in/","status":"200","expected_response":"true"'
        while offset=$(( $(date +%s%3N) - start )); [ $offset -lt SECONDS000 ]; do
          if [ -e "$here/act" ]; then . "$here/act"; fi
          now=$(date -u +%Y-%m-%dT%H:%M:%S.%NZ)
          point loadlab_iteration_started "$now" $(( number * 134217728 + offset )) "$tags"
          point http_req_duration "$now" 1.5 "$tags,$request"
          point vus "$now" 1 ""
          point iteration_duration "$now" 2.5 "$tags"
          number=$(( number + 1 ))
          echo $number > "$here/iterations"
          due=$(( number * 50 - ( $(date +%s%3N) - start ) ))
          [ $due -gt 0 ] && sleep "$(printf '0.%03d' $(( due > 999 ? 999 : due )))"
        done
        exit 0
        """;

    /// <param name="seconds">How long it makes load.</param>
    /// <param name="version">The version that it says.</param>
    /// <param name="onStop">What it does when it is asked to stop, in shell.</param>
    /// <param name="act">What it does before each iteration, in shell: <c>$offset</c> has the milliseconds of its load, <c>$request</c> the tags of its requests.</param>
    /// <param name="threshold">The threshold on <c>http_req_failed</c>, as JSON.</param>
    public StandInK6(int seconds, string version = "2.2.0", string onStop = "echo > \"$here/stopped\"; exit 105", string act = "", string threshold = "\"rate<0.5\"")
    {
        Folder = Directory.CreateTempSubdirectory("loadlab-k6-").FullName;
        File.WriteAllText(Path.Combine(Folder, "version"), version);
        var text = Program.Replace("SECONDS", seconds.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal).Replace("TRAP", $"trap '{onStop}' TERM", StringComparison.Ordinal)
            .Replace("THRESHOLD", threshold.Replace("\"", "\\\"", StringComparison.Ordinal), StringComparison.Ordinal);
        if (act.Length > 0)
        {
            File.WriteAllText(Path.Combine(Folder, "act"), act.ReplaceLineEndings("\n"));
        }

        var file = Path.Combine(Folder, "k6");
        File.WriteAllText(file, text.ReplaceLineEndings("\n"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Script = Path.Combine(Folder, "steady.js");
        File.WriteAllText(Script, "export default function () {}\n");
    }

    /// <summary>Its directory.</summary>
    public string Folder { get; }

    /// <summary>A script to run.</summary>
    public string Script { get; }

    /// <summary>The variables of a shell that finds it first.</summary>
    public Dictionary<string, string> Environment => new() { ["PATH"] = Folder + Path.PathSeparator + System.Environment.GetEnvironmentVariable("PATH") };

    /// <summary>A file that it left; empty when it did not.</summary>
    public string Left(string file) => File.Exists(Path.Combine(Folder, file)) ? File.ReadAllText(Path.Combine(Folder, file)) : "";

    /// <summary>Waits until it and all that it started are gone, and fails when they stay. The limit only ends a test that has failed.</summary>
    public async Task IsGoneAsync()
    {
        for (var attempt = 0; attempt < 1_800 && Alive().Count > 0; attempt++)
        {
            await Task.Delay(50);
        }

        Alive().Should().BeEmpty("no k6 may be left");
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Processes with its directory in their command line: the stand-in itself, and the shell that watches it.</summary>
    private List<string> Alive()
    {
        var alive = new List<string>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            try
            {
                var command = File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ');
                if (command.Contains(Path.Combine(Folder, "k6"), StringComparison.Ordinal))
                {
                    alive.Add(command);
                }
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // It has ended meanwhile.
            }
        }

        return alive;
    }
}
