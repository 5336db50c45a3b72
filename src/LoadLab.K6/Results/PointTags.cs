using System.Globalization;
using LoadLab.K6.Metrics;

namespace LoadLab.K6.Results;

/// <summary>The tags of points, read once for all points that have the same ones.</summary>
internal sealed class PointTags
{
    /// <summary>Status and error code of no answer.</summary>
    private const int None = 0;

    public PointTags(IReadOnlyDictionary<string, string> tags)
    {
        string Text(string key) => tags.GetValueOrDefault(key, "");
        int Number(string key) => int.TryParse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : None;
        Sample = new SampleTags { Own = [tags] };
        (Scenario, Group, Check, Mark) = (Text("scenario"), Text("group"), Text("check"), Text(OwnTag));
        (Method, Name, Url, Error) = (Text("method"), Text("name"), Text("url"), Text("error"));
        (Status, ErrorCode, HasStatus) = (Number("status"), Number("error_code"), Text("status").Length > 0);
        Expected = Text("expected_response") switch
        {
            "true" => true,
            "false" => false,
            _ => null,
        };
    }

    /// <summary>The tag that the module around a script gives to what an iteration does.</summary>
    public const string OwnTag = "loadlab";

    /// <summary>The value of <see cref="OwnTag"/>; empty for none.</summary>
    public string Mark { get; }

    /// <summary>All of them, as metrics look at them.</summary>
    public SampleTags Sample { get; }

    public string Scenario { get; }

    /// <summary><c>::outer::inner</c>; empty for none.</summary>
    public string Group { get; }

    public string Check { get; }

    public string Method { get; }

    public string Name { get; }

    public string Url { get; }

    /// <summary>0 when there was no answer.</summary>
    public int Status { get; }

    /// <summary>False when the results were written without the tag <c>status</c>.</summary>
    public bool HasStatus { get; }

    public string Error { get; }

    /// <summary>k6's code for what went wrong; 0 for nothing.</summary>
    public int ErrorCode { get; }

    /// <summary>Null when the script does not say which answers it expects.</summary>
    public bool? Expected { get; }

    /// <summary>True for what setup() and teardown() do, which belongs to no scenario.</summary>
    public bool IsOutside => Scenario.Length == 0 && (Group.StartsWith("::setup", StringComparison.Ordinal) || Group.StartsWith("::teardown", StringComparison.Ordinal));

    /// <summary>Where its requests are counted; null while none was.</summary>
    public RequestSlot? Slot { get; set; }

    /// <summary>Where its requests and iterations are counted while they come; null while none was.</summary>
    public object? Place { get; set; }

    /// <summary>Where its iterations are counted; null while none was.</summary>
    public ScenarioTally? Tally { get; set; }
}
