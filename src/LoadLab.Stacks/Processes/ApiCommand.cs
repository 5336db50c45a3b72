namespace LoadLab.Stacks.Processes;

/// <summary>How the API is started.</summary>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">Its arguments; <see cref="UrlPlaceholder"/> stands for the address to listen on.</param>
/// <param name="ContentRoot">Directory with the API's own files.</param>
internal sealed record ApiCommand(string FileName, IReadOnlyList<string> Arguments, string ContentRoot)
{
    /// <summary>Stands for the address.</summary>
    public const string UrlPlaceholder = "{url}";

    /// <summary>The reference LMS in an assembly of its own, run by the dotnet that runs us.</summary>
    public static ApiCommand ReferenceLms(string assemblyPath) =>
        new(FindDotnet(), [assemblyPath, "--urls", UrlPlaceholder, "--prepare"], Path.GetDirectoryName(Path.GetFullPath(assemblyPath))!);

    /// <summary>The arguments for an address.</summary>
    public IReadOnlyList<string> ArgumentsFor(Uri address) =>
        [.. Arguments.Select(argument => argument.Replace(UrlPlaceholder, address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal))];

    private static string FindDotnet()
    {
        if (Environment.ProcessPath is { } self && Path.GetFileName(self) == "dotnet")
            return self;
        if (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host)
            return host;
        return Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root ? Path.Combine(root, "dotnet") : "dotnet";
    }
}
