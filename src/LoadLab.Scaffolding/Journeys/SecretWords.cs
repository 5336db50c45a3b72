using System.Text.RegularExpressions;

namespace LoadLab.Scaffolding.Journeys;

/// <summary>What must not be written into a project: told by its name, or by its form.</summary>
internal static partial class SecretWords
{
    /// <summary>True for the name of a header, a field or a parameter whose value is secret.</summary>
    public static bool IsName(string name) => Name().IsMatch(Separators().Replace(name, "").ToLowerInvariant());

    /// <summary>True for a value that is secret whatever its name: a JWT, a key with a known beginning, a private key.</summary>
    public static bool IsValue(string value) => Form().IsMatch(value);

    [GeneratedRegex("[^A-Za-z0-9]")]
    private static partial Regex Separators();

    // 'tokenize' and 'author' are none; 'authtoken', 'xcsrftoken' and 'sessionid' are.
    [GeneratedRegex("passw|passphrase|^pass$|pwd|secret|token$|^token|apikey|accesskey|privatekey|authkey|subscriptionkey|authoriz?ation|authorisation|^auth$|^xauth|credential|cookie|session(?:id|key)?$|^sid$|signature|^sig$|jwt|^otp$|^pin$|assertion|csrf|xsrf|^key$|bearer|cardnumber|creditcard|^cvv2?$|^cvc2?$|^iban$")]
    private static partial Regex Name();

    [GeneratedRegex(@"^(?:Bearer|Basic|Digest|Token)\s+\S+|eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]+\.|(?:^|\W)(?:sk|pk|rk)_(?:live|test)_\w{8,}|(?:^|\W)gh[pousr]_\w{20,}|(?:^|\W)AKIA[0-9A-Z]{16}|(?:^|\W)xox[abprs]-\w|-----BEGIN [A-Z ]*PRIVATE KEY")]
    private static partial Regex Form();
}
