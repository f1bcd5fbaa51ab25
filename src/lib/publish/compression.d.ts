/** The part of `compression` that is used; the package brings no types. */
declare module "compression" {
  import type {IncomingMessage, ServerResponse} from "node:http";

  interface Options {
    filter?(request: IncomingMessage, response: ServerResponse): boolean;
  }
  function compression(
    options?: Options,
  ): (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
  namespace compression {
    function filter(request: IncomingMessage, response: ServerResponse): boolean;
  }
  export default compression;
}
