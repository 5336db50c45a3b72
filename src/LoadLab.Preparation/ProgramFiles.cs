namespace LoadLab.Preparation;

/// <summary>What comes with the program: the reference LMS and the example that loads it. Built in a checkout, packed in an installed tool.</summary>
/// <param name="program">The folder of this program.</param>
internal sealed class ProgramFiles(string program)
{
    private readonly string? _checkout = Home.Checkout(program);

    /// <summary>The assembly of the reference LMS. In a checkout that was not built it is not there.</summary>
    public string Lms => _checkout is null
        ? Path.Combine(program, "lms", "LoadLab.ReferenceLms.dll")
        : ScenarioFiles.BuildOutput(_checkout, "src", "LoadLab.ReferenceLms");

    /// <summary>The folder with the example's scenarios, suites and catalogue.</summary>
    public string Example => _checkout is null ? Path.Combine(program, "example") : Path.Combine(_checkout, Home.ScenariosFolder);
}
