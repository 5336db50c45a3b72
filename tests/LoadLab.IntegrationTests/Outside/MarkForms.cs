using System.Text;

namespace LoadLab.IntegrationTests.Outside;

/// <summary>A mark in the forms in which it may be found again: plain, and in base64 at each of the three places where it may begin.</summary>
internal sealed class MarkForms
{
    public MarkForms(string mark) => All = [mark, .. Enumerable.Range(0, 3).SelectMany(before => new[] { Base64(mark, before), Uri.EscapeDataString(Base64(mark, before)) }).Distinct()];

    /// <summary>All forms.</summary>
    public IReadOnlyList<string> All { get; }

    /// <summary>Those that a text has, in whatever case: the names of hosts are compared without it.</summary>
    public IEnumerable<string> In(string text) => All.Where(form => text.Contains(form, StringComparison.OrdinalIgnoreCase));

    /// <summary>The digits that depend on the mark alone, whatever stands before and behind it.</summary>
    private static string Base64(string mark, int before)
    {
        var whole = Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('\0', before) + mark));
        var from = ((before * 8) + 5) / 6;
        var until = (before + mark.Length) * 8 / 6;
        return whole[from..until];
    }
}
