using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace LoadLab.ReferenceLms.Security;

/// <summary>Authenticates <c>Authorization: Bearer …</c> against the <see cref="TokenStore"/>, on routes that ask for a user and on no others.</summary>
internal sealed class BearerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, TokenStore tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string SchemeName = "Bearer";

    private const string Prefix = "Bearer ";

    // A real token has 43 characters; anything much longer is not worth hashing.
    private const int MaxTokenLength = 100;

    /// <summary>The token of a request; null when there is none.</summary>
    public static string? TokenOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && header.Length - Prefix.Length is > 0 and <= MaxTokenLength
            ? header[Prefix.Length..]
            : null;
    }

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is null || TokenOf(Request) is not { } token)
        {
            return AuthenticateResult.NoResult();
        }

        if (await tokens.FindUserAsync(token).ConfigureAwait(false) is not { } userId)
        {
            return AuthenticateResult.Fail("The token is unknown or has ended.");
        }

        var claim = new Claim(ClaimTypes.NameIdentifier, userId.ToString(CultureInfo.InvariantCulture));
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([claim], Scheme.Name)), Scheme.Name));
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = SchemeName;
        return TypedResults.Problem(
            "Log in with POST /api/auth/login and send the token as 'Authorization: Bearer <token>'. A token ends after two hours or with a logout.",
            statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(Context);
    }
}

/// <summary>The user behind a request.</summary>
internal static class CurrentUser
{
    /// <summary>Id of the authenticated user. Only on routes that require one.</summary>
    public static int UserId(this HttpContext context) =>
        int.Parse(context.User.FindFirstValue(ClaimTypes.NameIdentifier)!, CultureInfo.InvariantCulture);
}
