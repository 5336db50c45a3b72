using LoadLab.Core.Runs;
using LoadLab.Core.Text;

namespace LoadLab.Preparation.Invocations;

/// <summary>The secrets that a plan holds in plain: a target may send them back in a message.</summary>
internal static class SecretSettings
{
    /// <summary>Keeps them out of everything that is shown.</summary>
    public static void Conceal(RunPlan plan, Variables variables)
    {
        foreach (var (key, value) in plan.Settings.Concat(plan.Labels))
        {
            if (SecretText.IsSecretName(key))
            {
                variables.Conceal(value, SecretText.Redacted);
            }
        }

        if (plan.Stack.External?.BaseUrl is { IsAbsoluteUri: true, UserInfo.Length: > 0 } address)
        {
            Conceal(address, variables);
        }
    }

    /// <summary>The password in an address, as it stands there and as it is sent.</summary>
    public static void Conceal(Uri address, Variables variables)
    {
        var user = address.UserInfo;
        var password = user[(user.IndexOf(':', StringComparison.Ordinal) + 1)..];
        variables.Conceal(password, SecretText.Redacted);
        variables.Conceal(Uri.UnescapeDataString(password), SecretText.Redacted);
        variables.Conceal(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Uri.UnescapeDataString(user))), SecretText.Redacted);
    }
}
