"""Which pronoun a name goes with, where its title or first name says so for certain.

The first names are the commonest of the 1990 census of the United States (public domain) that one sex bears at
least 25 times as often as the other, without those that are as common as words or places, and some from elsewhere.
"""

from __future__ import annotations

import re
from typing import Literal

from assistant.text.words import listed

Gender = Literal["he", "she"]

_HE = listed(
    """
    Aaron Abraham Adam Ahmed Alan Albert Alberto Alejandro Alex Alexander Alfonso Alfred Alfredo Ali Allan Allen
    Alton Alvin Anatoly Anders Andre Andreas Andres Andrew Andy Anthony Antoine Antonio Archie Armando Arnold
    Arthur Arturo Barry Ben Benjamin Benny Bernard Bill Billy Bjorn Blake Bob Bobby Boris Brad Bradley Brandon
    Brett Brian Bruce Bryan Byron Calvin Carl Carlos Cesar Charles Chester Christopher Clarence Claude Claudio
    Clayton Clifford Clyde Cody Colin Craig Curtis Damon Dan Daniel Danny Darrell Darren Darryl Dave David Delbert
    Dennis Derek Derrick Dmitri Dmitry Dominic Donald Doug Douglas Duane Dustin Dwayne Dwight Earnest Edgar Edmund
    Eduardo Edward Edwin Elmer Emil Emmanuel Enrique Enzo Eric Erich Erik Ernest Ernesto Ernst Eugene Everett Fabio
    Felipe Felix Fernando Floyd Francisco Frank Franklin Fred Frederick Fredrick Friedrich Garry Gary Geoffrey
    George Gerald Gerard Gerardo Gerhard Gilbert Giovanni Giuseppe Glen Glenn Gordon Greg Gregory Guillermo Gunter
    Hans Harold Harry Harvey Hassan Hector Heinrich Helmut Henri Henry Herbert Herman Horace Howard Hubert Hugh
    Hussein Ian Ibrahim Igor Ioannis Isaac Ivan Jack Jacob Jacques James Jan Jared Jason Javier Jay Jeff Jeffery
    Jeffrey Jeremiah Jeremy Jerome Jerry Jesse Jim Jimmy Joe Joel John Johnathan Johnny Jon Jonas Jonathan Jonathon
    Jorge Jose Joseph Joshua Juan Julian Julio Julius Jurgen Justin Karl Keith Kelvin Ken Kenneth Kenny Kevin Kirk
    Klaus Kofi Kurt Kyle Larry Lars Lawrence Leo Leon Leonard Leroy Lester Lewis Lloyd Lorenzo Louis Lucas Ludwig
    Luigi Luis Luke Luther Lyle Malcolm Manuel Marc Marcel Marco Marcus Mario Mark Martin Marvin Mathew Matt
    Matthew Maurice Mehmet Melvin Michael Michel Miguel Mike Mikhail Mitchell Mohamed Mohammed Morris Muhammad
    Mustafa Myron Nathan Nathaniel Neal Neil Nelson Nicholas Nick Niels Nikolai Norman Olaf Oliver Omar Oscar Otis
    Otto Pablo Paolo Patrick Paul Pavel Pedro Pete Peter Philip Philippe Phillip Pierre Piotr Preston Rafael Rajiv
    Ralph Ramon Randall Randolph Randy Raul Raymond Reginald Ricardo Richard Rick Rickey Ricky Robert Roberto
    Roderick Rodney Rodolfo Roger Roland Romano Ron Ronald Ronnie Ross Roy Ruben Rudolph Russell Ryan Sam Samuel
    Scott Sean Sergei Sergio Seth Shane Silvio Spencer Stanley Stefan Stephen Steve Steven Stuart Sven Ted Terrance
    Terrence Theodore Thierry Thomas Tim Timothy Todd Tom Tommy Tony Travis Trevor Troy Tyler Tyrone Vernon Victor
    Vincent Virgil Vladimir Wallace Walter Warren Wayne Wendell Werner Wesley Wilbur Wilhelm Willard William Willis
    Wolfgang Yasser Yusuf Zachary
    """
)
_SHE = listed(
    """
    Ada Adrienne Agnes Agnieszka Aisha Alexandra Alice Alicia Alison Allison Alma Amanda Amelia Amy Ana Andrea
    Angela Angelica Angelina Angie Anita Ann Anna Anne Anneliese Annette Annie Antoinette Arlene Astrid Audrey
    Barbara Beatrice Becky Belinda Benazir Bernadette Bernice Bertha Bessie Beth Bethany Betty Beulah Beverly
    Birgit Blanca Blanche Bonnie Brandi Brenda Bridget Brigitte Brittany Candace Candice Carla Carol Carole
    Caroline Carolyn Carrie Cassandra Catherine Cathy Cecilia Celia Charlene Charlotte Cheryl Chiara Christina
    Christine Christy Cindy Claire Clara Claudia Colleen Condoleezza Connie Constance Cora Cynthia Danielle Darlene
    Deanna Debbie Deborah Debra Della Delores Denise Desiree Diana Diane Dianna Dianne Dolores Donna Dora Doreen
    Doris Dorothy Edith Edna Eileen Elaine Eleanor Elena Elizabeth Ella Ellen Elsie Emily Emma Erica Erika Erma
    Ernestine Estelle Esther Ethel Eunice Eva Evelyn Ewa Fannie Fatima Faye Felicia Flora Frances Francoise
    Genevieve Geraldine Gertrude Gina Giulia Gladys Glenda Gloria Grace Greta Gwendolyn Hannah Harriet Hattie Hazel
    Heather Heidi Helen Hilda Ida Ilse Indira Inez Irene Irina Iris Irma Isabel Jacqueline Jacquelyn Jane Janet
    Janice Janie Jeanette Jeanne Jeannette Jennie Jennifer Jenny Jessica Jill Joan Joann Joanna Joanne Jodi
    Josephine Joyce Juana Juanita Judith Judy Julia Julie Kara Karen Kari Karla Katarzyna Katherine Kathleen
    Kathryn Kathy Katie Katrina Kay Kayla Kelli Kendra Kimberly Krista Kristen Kristi Kristin Kristina Kristine
    Kristy Krystal Latoya Laura Lauren Laurie Leah Lena Leona Leticia Lillian Lillie Linda Lisa Lois Lola Lora
    Loretta Lori Lorraine Louise Lucille Lucy Ludmila Lula Lydia Lynda Lynne Mabel Mable Madeline Mae Maggie
    Malgorzata Mamie Marcella Marcia Margaret Margarita Margie Marguerite Maria Marian Marianne Marie Marilyn
    Marjane Marjorie Marlene Marsha Martha Mary Maryann Mattie Maureen Maxine Megan Melanie Melinda Melissa Michele
    Michelle Mildred Minnie Miriam Molly Mona Monica Monika Monique Muriel Myra Myrtle Nadine Nancy Naomi Natalia
    Natalie Natasha Nellie Nichole Nicole Nina Nora Oksana Olga Olivia Pam Pamela Patricia Patsy Patty Paula
    Paulette Pauline Peggy Petra Phyllis Priscilla Rachael Rachel Ramona Rebecca Regina Renee Rhonda Rita Roberta
    Robyn Rosa Rosalie Rose Rosemarie Rosemary Rosie Roxanne Ruth Sabrina Sadie Sally Samantha Sandra Sara Sarah
    Sharon Sheila Shelia Shelley Shelly Sheri Sherri Sherry Sheryl Shirley Sigrid Simone Sofia Solveig Sonia Sonya
    Stella Stephanie Sue Susan Susie Suzanne Svetlana Sylvia Tamara Tammy Tanya Tara Tatiana Teresa Terri Thelma
    Theresa Tiffany Tina Toni Tonya Traci Ulrike Ursula Valerie Vanessa Velma Vera Verna Veronica Vicki Vickie
    Vicky Victoria Viola Vivian Wanda Wendy Wilma Yolanda Yulia Yvette Yvonne Zeynep
    """
)
_HIS_TITLES = listed("Mr Sir Lord King Prince Emperor Duke Baron Pope Father Brother Chairman Sheikh Sultan Tsar")
_HER_TITLES = listed(
    "Mrs Ms Miss Lady Dame Queen Princess Empress Duchess Baroness Sister Chairwoman Madame Tsarina Mother"
)
_WORD = re.compile(r"[^\W\d_]+")


def gender(name: str) -> Gender | None:
    """Give the pronoun of a person by title or first name: "she" for "Margaret Oake"; None where neither tells."""
    words = _WORD.findall(name)
    for word in words[:3]:
        if word in _HIS_TITLES:
            return "he"
        if word in _HER_TITLES:
            return "she"
    return first_name(words[0]) if words else None


def first_name(word: str) -> Gender | None:
    """Give the pronoun that goes with a first name, None for any other word."""
    return "he" if word in _HE else "she" if word in _SHE else None
