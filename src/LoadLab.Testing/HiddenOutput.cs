using LoadLab.Core.Text;

namespace LoadLab.Testing;

/// <summary>Lines for people, without what is secret. A test that is over takes no more lines, and that ends no run.</summary>
internal sealed class HiddenOutput(Action<string> line, Variables variables)
{
    private readonly Lock _gate = new();

    /// <summary>Writes one line.</summary>
    public void Line(string text)
    {
        lock (_gate)
        {
            try
            {
                line(variables.Hide(text));
            }
            catch (InvalidOperationException)
            {
                // xunit's ITestOutputHelper throws after the end of its test: who started the run in a fixture gave the helper of another test.
            }
        }
    }

    /// <summary>Writes a text of several lines.</summary>
    public void Lines(string text)
    {
        foreach (var one in text.Split('\n'))
        {
            Line(one);
        }
    }
}
