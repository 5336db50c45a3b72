using LoadLab.ReferenceLms.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LoadLab.ReferenceLms.Security;

/// <summary>Body of a login.</summary>
internal sealed record LoginRequest(string? Email, string? Password);

/// <summary>Answer to a login.</summary>
internal sealed record LoginAnswer(string Token, int UserId, int ExpiresInSeconds);

/// <summary>Logging in and out.</summary>
internal static class AuthEndpoints
{
    /// <summary>Maps <c>/api/auth</c>.</summary>
    public static void MapAuth(this RouteGroupBuilder api)
    {
        api.MapPost("/auth/login", LoginAsync);
        api.MapPost("/auth/logout", LogoutAsync).RequireAuthorization();
    }

    private static async Task<Results<Ok<LoginAnswer>, ProblemHttpResult, ValidationProblem>> LoginAsync(
        LoginRequest request, UserStore users, PasswordHasher hasher, TokenStore tokens, CancellationToken cancellationToken)
    {
        var faults = new InputFaults();
        faults.Text("email", request.Email, 254);
        faults.Text("password", request.Password, 200);
        if (faults.Any)
        {
            return faults.ToResult();
        }

        var password = request.Password!;
        var user = await users.FindAsync(request.Email!.Trim().ToLowerInvariant(), cancellationToken).ConfigureAwait(false);
        if (!hasher.Verify(password, user?.Password) || user is null)
        {
            return TypedResults.Problem("E-mail address or password is wrong.", statusCode: StatusCodes.Status401Unauthorized);
        }

        if (hasher.IsOutdated(user.Password))
        {
            await users.ReplacePasswordAsync(user.Id, hasher.Hash(password), cancellationToken).ConfigureAwait(false);
        }

        var token = await tokens.IssueAsync(user.Id).ConfigureAwait(false);
        return TypedResults.Ok(new LoginAnswer(token, user.Id, (int)TokenStore.Life.TotalSeconds));
    }

    private static async Task<NoContent> LogoutAsync(HttpContext context, TokenStore tokens)
    {
        await tokens.RevokeAsync(BearerAuthentication.TokenOf(context.Request)!).ConfigureAwait(false);
        return TypedResults.NoContent();
    }
}
