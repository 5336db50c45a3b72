using System.CommandLine;
using System.Globalization;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Cli.Terminal;
using LoadLab.Core;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Text;
using LoadLab.Monitoring.Healing;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab heal CATALOGUE --listen 127.0.0.1:9096</c>: what the catalogue's <c>healing:</c> names, when Alertmanager tells of an alert.</summary>
internal static class HealCommand
{
    private const string More = """
        Dry run unless --act is given: every decision is written down, and nothing is done. No action that the catalogue does not name can be run, and nothing of
        an alert reaches one. Before an action Alertmanager is asked whether the alert still fires and is neither silenced nor inhibited, and what must recover is
        looked at: what is well is left alone. It ends with Ctrl-C or SIGTERM: exit code 0. A limit outlives the end of the healer: the log is read at the start.
        """;

    public static Command Create(CliConsole console, ICatalogues catalogues, TimeProvider time, Func<Interrupts> listen)
    {
        var file = new Argument<string?>("catalogue") { Description = "The name of a catalogue in scenarios/catalogue, or the path of a .yaml file. Default: the only one there is, else lms", Arity = ArgumentArity.ZeroOrOne };
        var address = new Option<string>("--listen") { Description = "IP address and port where Alertmanager posts to. Whoever reaches it can send alerts, so keep it on loopback where you can.", HelpName = "IP:PORT", DefaultValueFactory = _ => "127.0.0.1:9096" };
        var act = new Option<bool>("--act") { Description = "Do what is decided. Needs --alertmanager." };
        var alertmanager = new Option<string?>("--alertmanager") { Description = "Address of the Alertmanager, which is asked before each action.", HelpName = "URL" };
        var prometheus = new Option<string?>("--prometheus") { Description = "Address of the Prometheus, for entries whose recovery is a row of the catalogue.", HelpName = "URL" };
        var log = new Option<string>("--log") { Description = "The audit log: lines of JSON, only ever added to.", HelpName = "FILE", DefaultValueFactory = _ => "healing.jsonl" };
        var allow = new Option<string[]>("--allow") { Description = "Allow an entry again that stopped itself because its action did not help. Repeatable.", HelpName = "ID" };
        var command = new Command("heal", "Do what the catalogue's healing: names when Alertmanager tells of an alert, and see whether it helped.") { file, address, act, alertmanager, prometheus, log, allow };
        UsageFaults.RefuseOptions(file, command);
        HelpExamples.Install(
            command,
            More,
        [
            "loadlab heal my-slos.yaml",
            "loadlab heal my-slos.yaml --listen 127.0.0.1:9096 --act --alertmanager http://127.0.0.1:9093 --prometheus http://127.0.0.1:9090",
            "loadlab heal my-slos.yaml --act --alertmanager http://127.0.0.1:9093 --allow heal-redis",
        ]);
        command.SetAction(async (parsed, _) =>
        {
            var catalogue = catalogues.Load(parsed.GetValue(file));
            var faults = new List<string>();
            var settings = new HealerSettings(
                catalogue, parsed.GetValue(act), Address("--alertmanager", parsed.GetValue(alertmanager), faults), Address("--prometheus", parsed.GetValue(prometheus), faults));
            var endPoint = ListenOption.Read("--listen", parsed.GetValue(address)!, "127.0.0.1:9096", faults);
            var allowed = parsed.GetValue(allow) ?? [];
            Check(settings, allowed, faults);
            if (faults.Count > 0)
            {
                throw new LoadLabException(ExitCode.BadConfiguration, faults, "Every option: loadlab heal --help. Every key of healing: scenarios/docs/how-to-heal-production.md in the checkout of LoadLab.");
            }

            using var book = new HealingLog(parsed.GetValue(log)!);
            using var healer = new Healer(settings, book, time, line => console.Out.WriteLine(HealingText.Line(line)));
            await using var server = await HealingServer.StartAsync(endPoint!, healer, time).ConfigureAwait(false);
            using var interrupts = listen();
            interrupts.FirstWords = "Ending: an action that runs is waited for. Ctrl-C again ends at once.";
            interrupts.SecondWords = "Ending at once. An action that runs counts as one that did not help.";
            foreach (var id in allowed)
            {
                healer.Allow(id);
            }

            healer.Tell(HealingEvent.Started, string.Create(
                CultureInfo.InvariantCulture,
                $"Listening on http://{endPoint}/ with {Units.Counted(catalogue.Document.OfType<HealingEntry>().Count(), "entry", "entries")} of catalogue '{PlainText.Inline(catalogue.Name, 100)}'. {(settings.Acts ? "It acts." : "Dry run: nothing is done.")}"));
            await server.ServeAsync(interrupts.Stop).ConfigureAwait(false);
            healer.Tell(HealingEvent.Stopped, "Ended in order.");
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static void Check(HealerSettings settings, IReadOnlyList<string> allowed, List<string> faults)
    {
        var entries = settings.Catalogue.Document.OfType<HealingEntry>().ToList();
        if (entries.Count == 0)
        {
            faults.Add($"Catalogue '{settings.Catalogue.Name}' has no healing:, so there is nothing that could be done.");
        }

        if (settings is { Acts: true, Alertmanager: null })
        {
            faults.Add("--act needs --alertmanager URL: without it the healer cannot see whether an alert is silenced, or forged.");
        }

        foreach (var entry in entries.Where(entry => settings is { Acts: true, Prometheus: null } && entry.RecoversSlo.Length > 0))
        {
            faults.Add($"'{entry.Id}' recovers when the row '{entry.RecoversSlo}' is kept, so --act needs --prometheus URL.");
        }

        foreach (var (entry, fault) in entries.Select(entry => (entry, HealingProgram.Fault(entry))))
        {
            if (settings.Acts && fault is not null)
            {
                faults.Add($"'{entry.Id}': {fault}");
            }
        }

        foreach (var unknown in allowed.Where(id => entries.All(entry => entry.Id != id)))
        {
            faults.Add($"--allow '{unknown}': there is no such entry in healing:.{NearestName.Sentence(unknown, entries.Select(entry => entry.Id))}");
        }
    }

    private static Uri? Address(string option, string? text, List<string> faults)
    {
        if (text is null)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Query.Length == 0)
        {
            return new UriBuilder(address) { Path = address.AbsolutePath.TrimEnd('/') + "/" }.Uri;
        }

        faults.Add($"{option} '{SecretText.UnreadableAddress(text)}' is not an address. Write {option} http://127.0.0.1:9093, or with its path prefix.");
        return null;
    }
}
