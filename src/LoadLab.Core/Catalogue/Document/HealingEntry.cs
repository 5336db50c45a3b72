using LoadLab.Core.Yaml;

namespace LoadLab.Core.Catalogue.Document;

/// <summary>What may be done by itself when an alert comes (<c>healing:</c>), and what says whether it helped. Nothing of an alert is ever put into the action.</summary>
public sealed record HealingEntry : CatalogueEntry
{
    /// <summary>The severities of alerts that there are.</summary>
    public static readonly IReadOnlyList<string> Severities = ["warning", "critical", "page", "ticket"];

    /// <summary>Id of the row whose alerts start it; empty when <see cref="Alert"/> is given.</summary>
    public string Slo { get; init; } = "";

    /// <summary>Id of the alert of the document that starts it; empty when <see cref="Slo"/> is given.</summary>
    public string Alert { get; init; } = "";

    /// <summary>Severities that start it; empty for each of them.</summary>
    public IReadOnlyList<string> OfSeverities { get; init; } = [];

    /// <summary>The program and its arguments, which no shell reads; empty when <see cref="Webhook"/> is given.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>The address that is posted to; null when <see cref="Command"/> is given.</summary>
    public Uri? Webhook { get; init; }

    /// <summary>How long the action may take. Then a command is ended with all that it started.</summary>
    /// <value>30 s.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Id of the row that must be kept again; empty when <see cref="RecoversUrl"/> is given.</summary>
    public string RecoversSlo { get; init; } = "";

    /// <summary>The address that must answer with a status of 200 to 299; null when <see cref="RecoversSlo"/> is given.</summary>
    public Uri? RecoversUrl { get; init; }

    /// <summary>Time from the end of the action until it must have recovered.</summary>
    public required TimeSpan Within { get; init; }

    /// <summary>Shortest time from the beginning of one action of this entry to the next.</summary>
    public required TimeSpan CoolDown { get; init; }

    /// <summary>Most actions of this entry in an hour.</summary>
    public required int PerHour { get; init; }

    /// <summary>After so many actions in a row that did not help, this entry does nothing more until somebody allows it.</summary>
    /// <value>2.</value>
    public int StopAfter { get; init; } = 2;

    /// <inheritdoc/>
    public override string Kind => "healing";

    /// <summary>The alerts that start it, in words.</summary>
    public string On => (Slo.Length > 0 ? $"slo {Slo}" : $"alert {Alert}") + (OfSeverities.Count > 0 ? $" ({string.Join(", ", OfSeverities)})" : "");

    /// <summary>What is done, in words: the program's name, or the host that is posted to. Arguments and addresses may hold secrets.</summary>
    public string Action => Webhook is { } address ? $"post to {address.Authority}" : $"run {Path.GetFileName(Command.Count > 0 ? Command[0] : "")}";

    /// <summary>What must recover, in words.</summary>
    public string Recovers => RecoversUrl is { } address ? address.Authority : RecoversSlo;

    /// <inheritdoc/>
    public override string Says => $"on {On}: {Action}; {Recovers} recovers within {DurationValue.Format(Within)}";
}
