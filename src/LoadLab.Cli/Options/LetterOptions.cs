using System.CommandLine;
using LoadLab.Cli.Parts;
using LoadLab.Core;
using LoadLab.Publishing.Letters;

namespace LoadLab.Cli.Options;

/// <summary>To whom a report is sent.</summary>
internal sealed class LetterOptions
{
    private readonly Option<string[]> _mailTo = new("--mail-to")
    {
        Description = "Mail it to this address, as text and HTML. Repeatable. The server is in the variable LOADLAB_SMTP (smtp://user:password@host:587), the sender in LOADLAB_MAIL_FROM.",
        HelpName = "ADDRESS",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string[]> _postTo = new("--post-to")
    {
        Description = "POST it to this webhook, as JSON with title, text (Markdown) and report. Repeatable. '${NAME}' keeps the address off the command line.",
        HelpName = "URL",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    public IReadOnlyList<Option> All => [_mailTo, _postTo];

    /// <summary>The ways, none when nothing was asked for.</summary>
    /// <exception cref="LoadLabException">An address or a setting is wrong (104); with all faults.</exception>
    public IReadOnlyList<ILetterWay> Read(ParseResult parsed, CliConsole console)
    {
        var faults = new List<string>();
        string[] mailTo = [.. (parsed.GetValue(_mailTo) ?? []).Select(text => console.Variables.Expand(text, "--mail-to", faults))];
        string[] postTo = [.. (parsed.GetValue(_postTo) ?? []).Select(text => console.Variables.Expand(text, "--post-to", faults))];
        return faults.Count == 0 ? LetterWays.Of(mailTo, postTo, console.Variables.Find) : throw new LoadLabException(ExitCode.BadConfiguration, faults, "Nothing was computed and nothing was sent.");
    }
}
