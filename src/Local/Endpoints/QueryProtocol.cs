using System.Security;
using System.Text;
using Microsoft.AspNetCore.Http;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints;

/// <summary>Answers the form-encoded protocol of older SQS clients in its own XML, so that they show why they were refused.</summary>
internal static class QueryProtocol
{
    private const string Message =
        "Laptop mode speaks SQS's JSON protocol only. Clients that do: AWSSDK.SQS 3.7.300 or 4.x, AWS CLI 2.14, botocore 1.31.82, "
        + "AWS SDK for JavaScript 3.447, for Java 2.21.19, for Go 2 1.28, or newer.";

    public static async Task RefuseAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var message = $"{Message} This was the Query protocol's Action={form["Action"]}, Version={form["Version"]}.";
        var xml = "<ErrorResponse><Error><Type>Sender</Type><Code>UnsupportedProtocol</Code>"
            + $"<Message>{SecurityElement.Escape(message)}</Message></Error>"
            + $"<RequestId>{context.TraceIdentifier}</RequestId></ErrorResponse>";
        await AwsAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, "text/xml", Encoding.UTF8.GetBytes(xml));
    }
}
