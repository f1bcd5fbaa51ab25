import {siteConfig, siteFacts} from "./src/lib/publish/index.ts";

export default siteConfig(siteFacts());
