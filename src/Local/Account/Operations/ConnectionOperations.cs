using System.Text.Json;

namespace Waybill.Local.Account.Operations;

/// <summary>EventBridge's operations on connections and API destinations.</summary>
internal static class ConnectionOperations
{
    /// <exception cref="AwsException">ResourceNotFoundException.</exception>
    public static Connection Get(Resources resources, Scope scope, string name) =>
        resources.All<Connection>().FirstOrDefault(connection => connection.Name == name && Scope.Of(connection.Arn) == scope)
            ?? throw new AwsException(
                "ResourceNotFoundException", $"Failed to describe the connection(s). Connection '{name}' does not exist.");

    public static void Create(Change change, Connection connection)
    {
        var scope = Scope.Of(connection.Arn);
        if (change.Resources.All<Connection>().Any(other => other.Name == connection.Name && Scope.Of(other.Arn) == scope))
        {
            throw new AwsException("ResourceAlreadyExistsException", $"Connection {connection.Name} already exists.");
        }

        change.Put(connection with { CreatedAt = change.Now, ModifiedAt = change.Now, AuthorizedAt = change.Now });
    }

    public static Connection Update(Change change, Connection connection)
    {
        var updated = connection with { ModifiedAt = change.Now, AuthorizedAt = change.Now, State = "AUTHORIZED" };
        change.Put(updated);
        return updated;
    }

    /// <summary>Takes the secrets away; the connection stays.</summary>
    public static Connection Deauthorize(Change change, Connection connection)
    {
        var without = connection with { State = "DEAUTHORIZED", ModifiedAt = change.Now, AuthParameters = JsonElement.Parse("{}") };
        change.Put(without);
        return without;
    }

    public static void Delete(Change change, Connection connection) => change.Remove(connection);

    /// <exception cref="AwsException">ResourceNotFoundException.</exception>
    public static ApiDestination GetDestination(Resources resources, Scope scope, string name) =>
        resources.All<ApiDestination>().FirstOrDefault(destination => destination.Name == name && Scope.Of(destination.Arn) == scope)
            ?? throw new AwsException(
                "ResourceNotFoundException", $"Failed to describe the api-destination(s). An api-destination '{name}' does not exist.");

    public static void Create(Change change, ApiDestination destination)
    {
        var scope = Scope.Of(destination.Arn);
        if (change.Resources.All<ApiDestination>().Any(other => other.Name == destination.Name && Scope.Of(other.Arn) == scope))
        {
            throw new AwsException("ResourceAlreadyExistsException", $"An api-destination '{destination.Name}' already exists.");
        }

        RequireConnection(change, destination);
        change.Put(destination with { CreatedAt = change.Now, ModifiedAt = change.Now });
    }

    public static ApiDestination Update(Change change, ApiDestination destination)
    {
        RequireConnection(change, destination);
        var updated = destination with { ModifiedAt = change.Now };
        change.Put(updated);
        return updated;
    }

    public static void Delete(Change change, ApiDestination destination) => change.Remove(destination);

    private static void RequireConnection(Change change, ApiDestination destination)
    {
        if (change.Resources.Find<Connection>(destination.ConnectionArn) is null)
        {
            throw new AwsException("ResourceNotFoundException", $"Connection '{destination.ConnectionArn}' does not exist.");
        }
    }
}
