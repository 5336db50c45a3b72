namespace LoadLab.K6.Requests;

/// <summary>An address without its user and password, which must stand in no tag, row or message.</summary>
internal static class SafeAddress
{
    public static string Of(Uri url) => !url.IsAbsoluteUri || url.UserInfo.Length == 0 ? url.OriginalString : url.OriginalString.Replace(url.UserInfo + "@", "****:****@", StringComparison.Ordinal);
}
