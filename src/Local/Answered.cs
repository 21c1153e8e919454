using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Waybill.Local.Account;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local;

/// <summary>Gives whoever calls an answer with a text, where none of the parts that serve foresaw what happened.</summary>
internal static partial class Answered
{
    public static async Task OrErrorAsync(HttpContext context, RequestDelegate next, ILogger log)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; there is nobody to answer.
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            if (FailedRequest.Of(error) is not { } answer)
            {
                LogFailure(log, context.Request.Method, context.Request.Path, error);
                answer = new AwsException("InternalFailure", error.Message, StatusCodes.Status500InternalServerError);
            }

            await AwsAnswer.WriteErrorAsync(context, "application/json", answer);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Laptop mode failed to answer {Method} {Path}")]
    private static partial void LogFailure(ILogger log, string method, string path, Exception error);
}
