// An OAuth 2 server for the tests: the package `oidc-provider`, with the clients that they sign in.
// The first argument is the folder of its packages. It prints the port that it listens on, and ends when its standard input does.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const packages = createRequire(`${process.argv[2]}/`);
const { Provider } = await import(pathToFileURL(packages.resolve("oidc-provider")));

process.stdin.on("end", () => process.exit()).on("error", () => process.exit()).resume();

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address();
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [
      {
        client_id: "person",
        application_type: "native",
        redirect_uris: ["http://127.0.0.1/callback"],
        token_endpoint_auth_method: "none",
        grant_types: ["authorization_code", "refresh_token"],
      },
      {
        client_id: "device",
        redirect_uris: [],
        response_types: [],
        token_endpoint_auth_method: "none",
        grant_types: ["urn:ietf:params:oauth:grant-type:device_code", "refresh_token"],
      },
      ...["basic", "post"].map((method) => ({
        client_id: `machine ${method}`,
        client_secret: "s3cret: 100 % & +/",
        redirect_uris: [],
        response_types: [],
        token_endpoint_auth_method: `client_secret_${method}`,
        grant_types: ["client_credentials"],
      })),
    ],
    cookies: { keys: ["a key for the cookies of tests"] },
    features: {
      clientCredentials: { enabled: true },
      deviceFlow: { enabled: true },
      introspection: { enabled: true },
      revocation: { enabled: true },
    },
    pkce: { required: () => true },
    rotateRefreshToken: true,
    scopes: ["openid", "offline_access", "things"],
    // Refresh tokens of public clients are issued as for others.
    issueRefreshToken: async (_, client, code) => client.grantTypeAllowed("refresh_token") && code.scopes.has("offline_access"),
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  });
  server.on("request", provider.callback());
  console.log(port);
});
