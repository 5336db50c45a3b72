using System.Text;
using LoadLab.Scaffolding.Journeys;

namespace LoadLab.Scaffolding.Writing;

/// <summary>What the README of a new project has besides the template's: where it comes from, what it needs, and what was left out.</summary>
internal static class ReadmeFile
{
    /// <summary>Adds it.</summary>
    /// <param name="template">The template's text.</param>
    /// <param name="journey">The journey.</param>
    /// <param name="project">Name of the project.</param>
    public static string Write(string template, Journey journey, string project)
    {
        var text = new StringBuilder(template);
        text.Append("\nMade from ").Append(Line(journey.Source)).Append(".\n");
        var secrets = journey.Values.Where(value => value.Kind == ValueKind.Secret).ToList();
        if (secrets.Count > 0)
        {
            text.Append("\n## Secrets\nNone is in the project. They come from the environment, or from `.env` with `--env-file .env`:\n\n| Variable | Is |\n| --- | --- |\n");
            foreach (var secret in secrets)
            {
                text.Append("| `").Append(SuiteFile.Variable(project, secret)).Append("` | ").Append(Line(secret.Why)).Append(" |\n");
            }
        }

        var taken = journey.Values.Where(value => value.Kind == ValueKind.Answer).ToList();
        if (taken.Count > 0)
        {
            text.Append("\n## Taken from earlier answers\n| Value | Is |\n| --- | --- |\n");
            foreach (var value in taken)
            {
                text.Append("| `").Append(value.Name).Append("` | ").Append(Line(value.Why)).Append(" |\n");
            }
        }

        if (journey.Notes.Length > 0)
        {
            text.Append("\n## Left out or guessed\n");
            foreach (var note in journey.Notes)
            {
                text.Append("- ").Append(Line(note)).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Line(string text) => string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)).Replace("|", "\\|", StringComparison.Ordinal);
}
