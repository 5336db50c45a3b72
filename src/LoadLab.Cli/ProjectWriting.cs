using LoadLab.Cli.Parts;
using LoadLab.Core;
using LoadLab.Core.Text;
using LoadLab.Scaffolding;
using LoadLab.Scaffolding.Journeys;

namespace LoadLab.Cli;

/// <summary>Writes projects: those of <c>loadlab new</c>, and the example.</summary>
/// <param name="program">What comes with the program.</param>
/// <param name="checkout">The checkout that the program was built in; null when it was installed.</param>
/// <param name="here">The working directory.</param>
internal sealed class ProjectWriting(ProgramFiles program, string? checkout, string here) : IProjectWriter
{
    public async Task<IReadOnlyList<string>> WriteAsync(ProjectRequest request, CancellationToken cancellationToken)
    {
        var (name, folder, address) = Check(request);
        var journey = request.OpenApi is { } document ? await JourneyReader.OpenApiAsync(document, request.Writes, cancellationToken).ConfigureAwait(false)
            : request.Har is { } recording ? await JourneyReader.HarAsync(recording, cancellationToken).ConfigureAwait(false)
            : request.Postman is { } collection ? await JourneyReader.PostmanAsync(collection, cancellationToken).ConfigureAwait(false)
            : request.Curl is { } line ? JourneyReader.Curl(line, here)
            : null;
        var plan = new ProjectPlan
        {
            Folder = Path.GetFullPath(folder, here),
            Name = name,
            Version = ExampleProject.Version,
            Journey = journey,
            Address = address,
            Sources = checkout is null ? null : Path.Combine(checkout, "src"),
        };
        var count = NewProject.Write(plan);
        return [.. Summary(plan, folder, count)];
    }

    public int CopyExample(string folder)
    {
        if (IsTaken(Path.GetFullPath(folder, here)))
        {
            throw new LoadLabException(ExitCode.BadConfiguration, TakenFault(folder), TakenHint);
        }

        return ExampleProject.Write(program.Example, Path.GetFullPath(folder, here));
    }

    private (string Name, string Folder, Uri? Address) Check(ProjectRequest request)
    {
        var faults = new List<string>();
        var given = request.Name ?? (request.Folder is null ? null : Path.GetFileName(Path.GetFullPath(request.Folder, here)));
        var name = Names.Pascal(given ?? "", "");
        if (name.Length == 0)
        {
            faults.Add(given is null ? "The project has no name." : $"'{given}' is no name of a project: it needs letters from A to Z.");
        }

        string[] sources = [.. new[] { (request.OpenApi, "--openapi"), (request.Har, "--har"), (request.Postman, "--postman"), (request.Curl, "--curl") }.Where(source => source.Item1 is not null).Select(source => source.Item2)];
        if (sources.Length > 1)
        {
            faults.Add($"A project is made from one source, and there are {string.Join(" and ", sources)}.");
        }

        if (request.Writes && request.OpenApi is null)
        {
            faults.Add("--writes is for --openapi.");
        }

        Uri? address = null;
        if (request.Url is { } url && (!Uri.TryCreate(url, UriKind.Absolute, out address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps) || address.UserInfo.Length > 0))
        {
            faults.Add("--url is an http or https address without a password, such as http://127.0.0.1:8080.");
        }

        var folder = request.Folder ?? given ?? "";
        if (folder.Length > 0 && IsTaken(Path.GetFullPath(folder, here)))
        {
            faults.Add(TakenFault(folder));
        }

        return faults.Count == 0 ? (name, folder, address) : throw new LoadLabException(ExitCode.BadConfiguration, faults, faults is [var only] && only == TakenFault(folder) ? TakenHint : "Example: loadlab new shop --openapi http://127.0.0.1:8080/openapi/v1.json");
    }

    private static IEnumerable<string> Summary(ProjectPlan plan, string folder, int count)
    {
        yield return $"{folder}: {Units.Counted(count, "file")}{(plan.Journey is { } made ? $", a scenario of {Units.Counted(made.Requests.Length, "request")} from {made.Source}" : "")}.";
        if (plan.Journey is { } journey)
        {
            var secrets = SecretHider.Hide(journey).Values.Where(value => value.Kind == ValueKind.Secret).Select(value => Scaffolding.Writing.SuiteFile.Variable(plan.Name, value)).ToList();
            if (secrets.Count > 0)
            {
                yield return $"It needs: {string.Join(", ", secrets)} (README.md says what they are).";
            }

            if (journey.Notes.Length > 0)
            {
                yield return $"Left out or guessed: {journey.Notes.Length}, see README.md. The first: {journey.Notes[0]}";
            }

            if (plan.Address is null && journey.Address is null)
            {
                yield return $"The source names no server: the suite has {NewProject.DefaultAddress.GetLeftPart(UriPartial.Authority)}. Change baseUrl there, or give --external-url.";
            }
        }

        yield return "Next:";
        yield return $"  cd {(folder.All(character => char.IsAsciiLetterOrDigit(character) || character is '/' or '.' or '-' or '_') ? folder : "'" + folder.Replace("'", "'\\''", StringComparison.Ordinal) + "'")}";
        yield return $"  dotnet build -c Release scenarios/{plan.Name}";
        yield return $"  loadlab run {Names.Kebab(plan.Name)}";
    }

    private static bool IsTaken(string folder) => Path.Exists(folder) && !(Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any());

    private static string TakenFault(string folder) => $"'{folder}' is there already, and nothing is overwritten.";

    private const string TakenHint = "Name another folder with --output, or remove it.";
}
