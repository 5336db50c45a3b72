using System.Globalization;

namespace LoadLab.Stacks.Processes;

/// <summary>The user that the servers run as.</summary>
/// <param name="Name">Its name.</param>
/// <param name="UserId">User id.</param>
/// <param name="GroupId">Group id.</param>
internal sealed record Account(string Name, uint UserId, uint GroupId)
{
    private static readonly string[] s_candidates = ["postgres", "redis", "nobody", "daemon"];

    /// <summary>The unprivileged account for the servers when we are root (Postgres refuses to be root); null when there is none.</summary>
    public static Account? FindUnprivileged(string passwdPath = "/etc/passwd")
    {
        var accounts = Read(passwdPath);
        return s_candidates.Select(name => accounts.FirstOrDefault(account => account.Name == name && account.UserId != 0)).FirstOrDefault(found => found is not null);
    }

    /// <summary>True when the user id has an entry in the file: initdb fails without one.</summary>
    public static bool Exists(uint userId, string passwdPath = "/etc/passwd") => Read(passwdPath).Any(account => account.UserId == userId);

    private static List<Account> Read(string path)
    {
        var accounts = new List<Account>();
        if (!File.Exists(path))
            return accounts;
        foreach (var line in File.ReadLines(path))
        {
            var fields = line.Split(':');
            if (fields.Length >= 4
                && uint.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var user)
                && uint.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out var group))
                accounts.Add(new Account(fields[0], user, group));
        }

        return accounts;
    }
}
