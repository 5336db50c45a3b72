using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace LoadLab.Tests.Reporting;

/// <summary>
/// The rules of the public schema of Apache Ant's JUnit reports (Windy Road Technology, JUnit.xsd), checked by hand: which elements in which order,
/// which attributes are required and allowed, and what they may hold.
/// </summary>
internal static partial class JUnitSchema
{
    private static readonly string[] SuiteAttributes = ["id", "package", "name", "timestamp", "hostname", "tests", "failures", "errors", "time"];

    /// <summary>Everything that breaks a rule; empty for a document that is right.</summary>
    public static IReadOnlyList<string> Faults(string text)
    {
        var root = XDocument.Parse(text).Root!;
        var faults = new List<string>();
        void Must(bool holds, string rule)
        {
            if (!holds)
            {
                faults.Add(rule);
            }
        }

        Must(root.Name == "testsuites" && !root.HasAttributes, "the root is testsuites, without attributes");
        Must(root.Elements().All(element => element.Name == "testsuite"), "testsuites holds testsuite only");
        Must(root.Elements().Select((suite, at) => (string?)suite.Attribute("id") == at.ToString(CultureInfo.InvariantCulture)).All(fits => fits), "ids count from 0");
        foreach (var suite in root.Elements())
        {
            var at = $"suite {suite.Attribute("name")?.Value}: ";
            Must(SuiteAttributes.All(name => suite.Attribute(name) is not null), at + "required attributes");
            Must(suite.Attributes().All(attribute => SuiteAttributes.Append("skipped").Contains(attribute.Name.LocalName)), at + "no other attributes");
            Must(Order().IsMatch(string.Join(' ', suite.Elements().Select(element => element.Name.LocalName))), at + "properties, testcase …, system-out, system-err");
            Must(Time().IsMatch(suite.Attribute("timestamp")!.Value), at + "timestamp without a zone");
            Must(new[] { "name", "package", "hostname" }.All(name => IsToken(suite.Attribute(name)!.Value)), at + "tokens");
            Must(decimal.TryParse(suite.Attribute("time")!.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _), at + "time is a decimal");
            var cases = suite.Elements("testcase").ToList();
            Must((int)suite.Attribute("tests")! == cases.Count, at + "tests counts the cases");
            foreach (var (name, element) in new[] { ("failures", "failure"), ("errors", "error"), ("skipped", "skipped") })
            {
                Must((int)suite.Attribute(name)! == cases.Elements(element).Count(), at + name + " counts them");
            }

            Must(suite.Element("properties")!.Elements().All(property => property.Name == "property" && IsToken((string)property.Attribute("name")!) && property.Attribute("value") is not null), at + "properties");
            foreach (var test in cases)
            {
                Must(test.Attributes().Select(attribute => attribute.Name.LocalName).Order().SequenceEqual(["classname", "name", "time"]), at + "attributes of a testcase");
                Must(IsToken(test.Attribute("name")!.Value) && IsToken(test.Attribute("classname")!.Value), at + "tokens of a testcase");
                Must(test.Elements().Count() <= 1 && test.Elements().All(element => element.Name.LocalName is "skipped" or "error" or "failure"), at + "one outcome");
                Must(test.Elements().All(element => element.Name == "skipped" || element.Attribute("type") is not null), at + "type is required");
                Must(test.Elements().All(element => !element.HasElements), at + "an outcome holds text");
            }
        }

        return faults;
    }

    private static bool IsToken(string text) => text.Length > 0 && text == text.Trim() && !text.Contains("  ", StringComparison.Ordinal) && text.IndexOfAny(['\n', '\r', '\t']) < 0;

    [GeneratedRegex("^properties( testcase)* system-out system-err$")]
    private static partial Regex Order();

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}$")]
    private static partial Regex Time();
}
