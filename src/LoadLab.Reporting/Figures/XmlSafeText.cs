using System.Text;
using System.Xml;

namespace LoadLab.Reporting.Figures;

/// <summary>Names come from users and targets: a control character breaks XML, half a surrogate pair cannot be written as UTF-8 at all.</summary>
internal static class XmlSafeText
{
    /// <summary>The text in characters that XML 1.0 knows; U+FFFD stands for the others.</summary>
    public static string Of(string text)
    {
        var known = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (at + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[at + 1], text[at]))
            {
                known.Append(text, at++, 2);
            }
            else
            {
                known.Append(XmlConvert.IsXmlChar(text[at]) ? text[at] : '\uFFFD');
            }
        }

        return known.ToString();
    }
}
