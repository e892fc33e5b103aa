-- What lists are searched by. Qualified by the form of their bodies, so that a restored dump finds them.
CREATE FUNCTION search_fold(entered text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN lower(translate(regexp_replace(entered, '\s+', '', 'g'),
  '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～〔〕【】〖〗()　 ',
  '!"#$%&''[]*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~[][][][]'));
--> statement-breakpoint
CREATE FUNCTION search_text(title text, document_number text, external_id text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN search_fold(title || '|' || coalesce(document_number, '') || '|' || external_id);
--> statement-breakpoint
-- Every character and every pair of neighbours, each once.
CREATE FUNCTION search_grams(folded text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 500
RETURN ARRAY(SELECT DISTINCT substr(folded, i, n)
  FROM generate_series(1, 2) AS n, generate_series(1, char_length(folded) - n + 1) AS i);
--> statement-breakpoint
-- What a row must have to hold this text: its pairs, or itself when it is one character.
CREATE FUNCTION search_pairs(folded text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN char_length(folded) < 2 THEN ARRAY[folded]
  ELSE ARRAY(SELECT substr(folded, i, 2) FROM generate_series(1, char_length(folded) - 1) AS i) END;
--> statement-breakpoint
CREATE TABLE "drafts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"item_id" uuid,
	"external_id" text NOT NULL,
	"previous" text,
	"revision" integer,
	"authors" jsonb NOT NULL,
	"content" jsonb NOT NULL,
	"catalog_entry" text,
	"type" text NOT NULL,
	"unit_id" text NOT NULL,
	"column_id" text,
	"title" text NOT NULL,
	"document_number" text,
	"search" text[] GENERATED ALWAYS AS (search_grams(search_text(title, document_number, external_id))) STORED NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"status" text DEFAULT 'editing' NOT NULL,
	"round" integer DEFAULT 0 NOT NULL,
	"stage" text,
	"hash" text,
	"submitted_at" timestamp with time zone,
	"saved_by" jsonb NOT NULL,
	"saved_at" timestamp with time zone DEFAULT clock() NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reviews" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "reviews_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"draft_id" uuid NOT NULL,
	"round" integer NOT NULL,
	"stage" text,
	"decision" text NOT NULL,
	"person_id" text NOT NULL,
	"name" text NOT NULL,
	"reason" text,
	"hash" text NOT NULL,
	"content" jsonb,
	"at" timestamp with time zone DEFAULT clock() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "saved_filters" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"person_id" text NOT NULL,
	"name" text NOT NULL,
	"query" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock() NOT NULL,
	CONSTRAINT "saved_filters_name" UNIQUE("person_id","name")
);
--> statement-breakpoint
DROP INDEX "items_created_at";--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "held" jsonb;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "column_id" text;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "document_number" text;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "search" text[] GENERATED ALWAYS AS (search_grams(search_text(title, document_number, external_id))) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_draft_id_drafts_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."drafts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "drafts_open" ON "drafts" USING btree ("updated_at","id") WHERE status in ('editing', 'reviewing', 'returned');--> statement-breakpoint
CREATE INDEX "drafts_queue" ON "drafts" USING btree ("submitted_at","id") WHERE status = 'reviewing';--> statement-breakpoint
CREATE UNIQUE INDEX "drafts_item" ON "drafts" USING btree ("item_id") WHERE status in ('editing', 'reviewing', 'returned');--> statement-breakpoint
CREATE INDEX "drafts_search" ON "drafts" USING gin ("search");--> statement-breakpoint
CREATE INDEX "reviews_draft" ON "reviews" USING btree ("draft_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "reviews_once" ON "reviews" USING btree ("draft_id","round","stage") WHERE decision in ('approved', 'returned');--> statement-breakpoint
CREATE INDEX "deliveries_stuck" ON "deliveries" USING btree ("item_id") WHERE status in ('parked', 'refused');--> statement-breakpoint
CREATE INDEX "items_unit_created" ON "items" USING btree ("unit_id","created_at","id");--> statement-breakpoint
CREATE INDEX "items_column_created" ON "items" USING btree ("column_id","created_at","id");--> statement-breakpoint
CREATE INDEX "items_search" ON "items" USING gin ("search");--> statement-breakpoint
CREATE INDEX "items_created_at" ON "items" USING btree ("created_at","id");--> statement-breakpoint
UPDATE "items" SET "column_id" = revisions.content ->> 'column', "document_number" = revisions.content ->> 'documentNumber'
FROM revisions WHERE revisions.item_id = items.id AND revisions.number = items.revision;
