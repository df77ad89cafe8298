using Microsoft.AspNetCore.Http;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Web.Access;

namespace Mm.Data.Web.Api;

/// <summary>Turns what a call throws into an answer: what the caller can mend is 400, what the machine lacks 503.</summary>
internal sealed class FaultFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (ConfigurationException e)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, e.Message);
        }
        catch (EnvironmentException e)
        {
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, e.Message);
        }
        catch (Exception e) when (CatalogDatabase.IsFault(e))
        {
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "The catalog's database is away. Ask again later.");
        }
    }
}
