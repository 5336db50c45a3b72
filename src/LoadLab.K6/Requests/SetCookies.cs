using System.Net;

namespace LoadLab.K6.Requests;

/// <summary>Puts the cookies of an answer into a jar. What is no cookie is left out, as browsers do.</summary>
internal static class SetCookies
{
    public static IReadOnlyList<Cookie> Take(CookieContainer jar, Uri url, IEnumerable<string> headers)
    {
        var taken = new List<Cookie>();
        foreach (var header in headers)
        {
            try
            {
                var own = new CookieContainer();
                own.SetCookies(url, header);
                foreach (var cookie in own.GetAllCookies().Cast<Cookie>())
                {
                    taken.Add(cookie);
                }

                jar.SetCookies(url, header);
            }
            catch (CookieException)
            {
                // A cookie of another domain, or no cookie at all.
            }
        }

        return taken;
    }
}
