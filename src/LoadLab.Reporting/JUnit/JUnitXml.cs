using System.Globalization;
using System.Text;
using System.Xml;
using LoadLab.Core.Text;
using LoadLab.Reporting.Figures;

namespace LoadLab.Reporting.JUnit;

/// <summary>
/// Writes suites in the dialect that is the narrowest, so that every reader takes it: the schema of Apache Ant's JUnit reports by Windy Road
/// Technology (<see href="https://github.com/windyroad/JUnit-Schema"/>). Its order of elements, its required attributes, its tokens and its
/// time without a zone.
/// </summary>
internal static class JUnitXml
{
    /// <summary>The document.</summary>
    /// <param name="package">What all suites belong to.</param>
    /// <param name="startedAt">When the run began.</param>
    /// <param name="properties">Facts of the run; stand in every suite.</param>
    /// <param name="suites">The suites.</param>
    public static string Write(string package, DateTimeOffset startedAt, IReadOnlyList<KeyValuePair<string, string>> properties, IReadOnlyList<JUnitSuite> suites)
    {
        using var text = new Utf8Writer();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", CheckCharacters = true }))
        {
            xml.WriteStartElement("testsuites");
            for (var id = 0; id < suites.Count; id++)
            {
                Suite(xml, id, Token(package), startedAt, properties, suites[id]);
            }

            xml.WriteEndElement();
        }

        return text.ToString() + "\n";
    }

    /// <summary>Text of one line, without spaces at its ends or in rows, of characters that XML knows.</summary>
    internal static string Token(string text)
    {
        var token = string.Join(' ', PlainText.Whole(text).Split((char[])[' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        return token.Length > 0 ? token : "-";
    }

    private static void Suite(XmlWriter xml, int id, string package, DateTimeOffset startedAt, IReadOnlyList<KeyValuePair<string, string>> properties, JUnitSuite suite)
    {
        int Count(JUnitOutcome outcome) => suite.Cases.Count(test => test.Outcome == outcome);
        xml.WriteStartElement("testsuite");
        Attribute(xml, "id", id);
        xml.WriteAttributeString("package", package);
        xml.WriteAttributeString("name", Token(suite.Name));
        xml.WriteAttributeString("timestamp", startedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
        xml.WriteAttributeString("hostname", "localhost");
        Attribute(xml, "tests", suite.Cases.Count);
        Attribute(xml, "failures", Count(JUnitOutcome.Failure));
        Attribute(xml, "errors", Count(JUnitOutcome.Error));
        Attribute(xml, "skipped", Count(JUnitOutcome.Skipped));
        xml.WriteAttributeString("time", suite.Seconds.ToString("0.###", CultureInfo.InvariantCulture));
        xml.WriteStartElement("properties");
        foreach (var (name, value) in properties)
        {
            xml.WriteStartElement("property");
            xml.WriteAttributeString("name", Token(name));
            xml.WriteAttributeString("value", PlainText.Whole(value));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        foreach (var test in suite.Cases)
        {
            Case(xml, $"{package}.{Token(suite.Name)}", test);
        }

        xml.WriteElementString("system-out", "");
        xml.WriteElementString("system-err", PlainText.Whole(string.Join('\n', suite.Errors)));
        xml.WriteEndElement();
    }

    private static void Case(XmlWriter xml, string className, JUnitCase test)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("name", Token(test.Name));
        xml.WriteAttributeString("classname", className);
        xml.WriteAttributeString("time", "0");
        if (test.Outcome != JUnitOutcome.Passed)
        {
            xml.WriteStartElement(test.Outcome.ToString().ToLowerInvariant());
            xml.WriteAttributeString("message", PlainText.Whole($"{test.Type}: {test.Message}"));
            if (test.Outcome != JUnitOutcome.Skipped)
            {
                xml.WriteAttributeString("type", PlainText.Whole(test.Type));
                xml.WriteString(PlainText.Whole(string.Join('\n', [test.Message, .. test.Details])));
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Attribute(XmlWriter xml, string name, int value) => xml.WriteAttributeString(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A writer that says what its text will be written as.</summary>
    private sealed class Utf8Writer : StringWriter
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}
