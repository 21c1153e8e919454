using Amazon;
using Amazon.CloudWatch;
using Amazon.CloudWatchLogs;
using Amazon.DynamoDBv2;
using Amazon.EventBridge;
using Amazon.Lambda;
using Amazon.Runtime;
using Amazon.SQS;

namespace Waybill.Operations.Accounts;

/// <summary>The clients of one account and region, which is all that operators' verbs know of where they are.</summary>
/// <remarks>A laptop is one more endpoint. Clients retry throttling and lost connections by themselves.</remarks>
public sealed class AwsAccount : IDisposable
{
    /// <summary>Retries of one request, with growing pauses; a fifth of them refused is then no reason to give up.</summary>
    private const int Retries = 8;

    private readonly Access _access;

    public AwsAccount(Access access)
    {
        _access = access;
        EventBridge = new AmazonEventBridgeClient(access.Credentials, Configured(new AmazonEventBridgeConfig()));
        Sqs = new AmazonSQSClient(access.Credentials, Configured(new AmazonSQSConfig()));
        Lambda = new AmazonLambdaClient(access.Credentials, Configured(new AmazonLambdaConfig()));
        CloudWatch = new AmazonCloudWatchClient(access.Credentials, Configured(new AmazonCloudWatchConfig()));
        Logs = new AmazonCloudWatchLogsClient(access.Credentials, Configured(new AmazonCloudWatchLogsConfig()));
        DynamoDb = new AmazonDynamoDBClient(access.Credentials, Configured(new AmazonDynamoDBConfig()));
    }

    public IAmazonEventBridge EventBridge { get; }

    public IAmazonSQS Sqs { get; }

    public IAmazonLambda Lambda { get; }

    public IAmazonCloudWatch CloudWatch { get; }

    public IAmazonCloudWatchLogs Logs { get; }

    public IAmazonDynamoDB DynamoDb { get; }

    public void Dispose()
    {
        EventBridge.Dispose();
        Sqs.Dispose();
        Lambda.Dispose();
        CloudWatch.Dispose();
        Logs.Dispose();
        DynamoDb.Dispose();
    }

    private TConfig Configured<TConfig>(TConfig config)
        where TConfig : ClientConfig
    {
        config.MaxErrorRetry = Retries;
        if (_access.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.ToString();
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(_access.Region);
        }

        // Of an address that is not AWS's own, such as AWS_ENDPOINT_URL's, no region can be read.
        config.AuthenticationRegion = _access.Region;
        return config;
    }
}

/// <summary>Where an account is, and as whom to call it.</summary>
/// <param name="Region">Such as <c>eu-central-1</c>.</param>
/// <param name="Endpoint">Where every AWS API of the account is served; null for AWS's own addresses.</param>
/// <param name="Credentials">Who calls.</param>
public sealed record Access(string Region, Uri? Endpoint, AWSCredentials Credentials);
