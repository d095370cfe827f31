// `ws` has had this option since 8.19; its types do not name it yet.
import "ws";

declare module "ws" {
  namespace WebSocket {
    interface ClientOptions {
      /** How long the peer has to answer a close frame before the socket is cut, in ms. */
      closeTimeout?: number;
    }
    interface ServerOptions {
      /** How long the peer has to answer a close frame before the socket is cut, in ms. */
      closeTimeout?: number;
    }
  }
}
